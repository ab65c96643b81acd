package dev.lanewise.model.train;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.safetensors.Safetensors;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run as it is at a moment, from which it goes on bit for bit. Everything random follows from the
 * seed and the number of the step, so these are the generator's state.
 *
 * @param weights the network's
 * @param state the optimiser's
 * @param best the weights of the best epoch so far; empty before there is one
 * @param history epochs that are complete
 * @param steps number of steps so far
 * @param batch steps of the epoch that is not complete
 * @param lossSum sum of the losses of these
 * @param right pictures that were guessed right in these
 * @param run what the run is of
 */
record Checkpoint(
        Map<String, Tensor> weights,
        Map<String, Tensor> state,
        Map<String, Tensor> best,
        List<Epoch> history,
        long steps,
        int batch,
        double lossSum,
        long right,
        String run) {

    private static final String FORMAT = "lanewise-checkpoint";

    /** Whole or not at all: see {@link Safetensors#write}. */
    void write(Path file) {
        Map<String, Tensor> tensors = new HashMap<>();
        weights.forEach((name, tensor) -> tensors.put("weights/" + name, tensor));
        state.forEach((name, tensor) -> tensors.put("state/" + name, tensor));
        best.forEach((name, tensor) -> tensors.put("best/" + name, tensor));
        Map<String, String> texts = new HashMap<>();
        texts.put("format", FORMAT);
        texts.put("steps", Long.toString(steps));
        texts.put("batch", Integer.toString(batch));
        texts.put("loss_sum", Double.toString(lossSum));
        texts.put("right", Long.toString(right));
        texts.put("run", run);
        texts.put("history", history.stream().map(Epoch::text).collect(Collectors.joining(";")));
        new Safetensors(tensors, texts).write(file);
    }

    /** The words of a text from the first to the last that another has not at that place. */
    private static String difference(String text, String other) {
        List<String> words = List.of(text.split(" "));
        List<String> others = List.of(other.split(" "));
        int most = Math.min(words.size(), others.size());
        int from = 0;
        while (from < most && words.get(from).equals(others.get(from))) {
            from++;
        }
        int behind = 0;
        while (behind < most - from
                && words.get(words.size() - 1 - behind)
                        .equals(others.get(others.size() - 1 - behind))) {
            behind++;
        }
        String different = String.join(" ", words.subList(from, words.size() - behind));
        return different.isEmpty() ? "nothing more" : different;
    }

    /**
     * @param run what the run must be of
     * @throws ModelException if the file is missing, damaged or of another run
     */
    static Checkpoint read(Path file, String run) {
        Safetensors saved = Safetensors.read(file);
        Map<String, String> texts = saved.metadata();
        if (!FORMAT.equals(texts.get("format"))) {
            throw new ModelException(
                    file + ": expected a checkpoint of a training run, actual other tensors");
        }
        if (!run.equals(texts.get("run"))) {
            throw new ModelException(
                    file
                            + ": is of another run; expected "
                            + difference(run, texts.getOrDefault("run", "none"))
                            + ", actual "
                            + difference(texts.getOrDefault("run", "none"), run)
                            + "; resume with the options that it was begun with");
        }
        try {
            String history = texts.getOrDefault("history", "");
            return new Checkpoint(
                    part(saved, "weights/"),
                    part(saved, "state/"),
                    part(saved, "best/"),
                    history.isEmpty()
                            ? List.of()
                            : history.lines()
                                    .flatMap(line -> List.of(line.split(";")).stream())
                                    .map(Epoch::parse)
                                    .toList(),
                    Long.parseLong(texts.getOrDefault("steps", "")),
                    Integer.parseInt(texts.getOrDefault("batch", "")),
                    Double.parseDouble(texts.getOrDefault("loss_sum", "")),
                    Long.parseLong(texts.getOrDefault("right", "")),
                    run);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new ModelException(file + ": damaged: its numbers can't be read", e);
        }
    }

    private static Map<String, Tensor> part(Safetensors saved, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        saved.tensors()
                .forEach((name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        part.put(name.substring(prefix.length()), tensor);
                    }
                });
        return part;
    }
}
