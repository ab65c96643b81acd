package dev.lanewise.model.fuzz;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.npy.Npy;
import dev.lanewise.model.npy.Npz;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.safetensors.Safetensors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Reads damaged files for some time, in a JVM of its own whose memory is capped. Ends with 1 and
 * leaves the file if one ends in anything but a {@link ModelException} or takes more than five
 * seconds.
 */
final class FuzzRun {

    /** What a model has beside it. */
    private static final String WEIGHTS = "weights.bin";

    private static final int MOST_MILLIS = 5_000;
    private static final int NAP_MILLIS = 50;

    private static volatile long started;

    private FuzzRun() {}

    /**
     * @param arguments folder of sound files, folder for what is found, seconds, seed
     */
    public static void main(String[] arguments) throws IOException {
        Path finds = Path.of(arguments[1]);
        long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000;
        Random random = new Random(Long.parseLong(arguments[3]));
        List<Path> sound;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            sound = files.sorted().filter(file -> !file.endsWith(WEIGHTS)).toList();
        }
        Files.copy(
                Path.of(arguments[0], WEIGHTS),
                finds.resolve(WEIGHTS),
                StandardCopyOption.REPLACE_EXISTING);
        for (Path file : sound) {
            readOne(file);
        }
        watch();
        Path damaged = finds.resolve("damaged");
        Map<String, Integer> counts = new HashMap<>();
        int refused = 0;
        while (System.nanoTime() < end) {
            Path file = sound.get(random.nextInt(sound.size()));
            String kind = kind(file);
            Path target = damaged.resolveSibling("damaged." + kind);
            // File systems flush a file that is overwritten, which takes longer than to read it.
            Files.deleteIfExists(target);
            Files.write(target, damaged(Files.readAllBytes(file), kind, random));
            started = System.nanoTime();
            try {
                readOne(target);
            } catch (ModelException e) {
                refused++;
            } catch (Throwable e) {
                System.out.println("found, and left in " + target + ": " + e);
                e.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
            }
            started = 0;
            counts.merge(kind, 1, Integer::sum);
        }
        System.out.println(counts + ", of which refused " + refused);
        Runtime.getRuntime().halt(0);
    }

    private static String kind(Path file) {
        String name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Ends the run when a file takes too long. It counts its own naps rather than what the clock
     * says: a machine that was stopped meanwhile is no slow file.
     */
    private static void watch() {
        Thread watcher =
                new Thread(() -> {
                    long watched = 0;
                    int naps = 0;
                    while (true) {
                        long now = started;
                        naps = now == watched && now != 0 ? naps + 1 : 0;
                        watched = now;
                        if (naps * NAP_MILLIS > MOST_MILLIS) {
                            System.out.println("found: takes more than 5 s");
                            Thread.getAllStackTraces()
                                    .forEach((t, s) -> System.out.println(List.of(s)));
                            Runtime.getRuntime().halt(1);
                        }
                        try {
                            Thread.sleep(NAP_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                });
        watcher.setDaemon(true);
        watcher.start();
    }

    private static byte[] damaged(byte[] file, String kind, Random random) {
        boolean asBytes = random.nextInt(4) == 0;
        return switch (kind) {
            case "onnx" ->
                    asBytes
                            ? ByteMutation.mutate(file, random)
                            : ProtoMutation.mutate(file, random);
            case "safetensors" ->
                    asBytes
                            ? ByteMutation.mutate(file, random)
                            : ByteMutation.mutateHeader(file, 0, 8, random);
            case "npy" ->
                    asBytes
                            ? ByteMutation.mutate(file, random)
                            : ByteMutation.mutateHeader(file, 8, 2, random);
            case "png" ->
                    asBytes
                            ? ByteMutation.mutate(file, random)
                            : ByteMutation.mutatePng(file, random);
            default -> ByteMutation.mutate(file, random);
        };
    }

    /** Reads a file as its name says; a model's types are inferred, too. */
    static void readOne(Path file) {
        String name = file.toString();
        if (name.endsWith(".onnx")) {
            infer(OnnxReader.read(file));
        } else if (name.endsWith(".safetensors")) {
            touch(Safetensors.read(file).tensors());
        } else if (name.endsWith(".npz")) {
            touch(Npz.read(file));
        } else if (name.endsWith(".npy")) {
            touch(Map.of("", Npy.read(file)));
        } else {
            Pictures.read(file);
        }
    }

    private static void infer(Graph graph) {
        Map<String, Shape> shapes = new HashMap<>();
        graph.inputs().forEach(input -> shapes.put(input.name(), input.shape(1)));
        Graph typed = Types.infer(graph, shapes);
        typed.types().values().forEach(TensorType::bytes);
    }

    /** Reads the ends of all tensors: they must lie within the file. */
    private static void touch(Map<String, Tensor> tensors) {
        for (Tensor tensor : tensors.values()) {
            MemorySegment segment = tensor.segment();
            if (segment.byteSize() > 0) {
                segment.get(java.lang.foreign.ValueLayout.JAVA_BYTE, segment.byteSize() - 1);
            }
        }
    }
}
