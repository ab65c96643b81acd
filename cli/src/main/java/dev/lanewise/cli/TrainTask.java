package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.image.Labels;
import dev.lanewise.model.nn.Network;
import dev.lanewise.model.train.Recipe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run trains, with which pictures, and what comes out.
 *
 * @param name of the model that comes out
 * @param command what the run was told, but for the seed
 * @param test pictures for the accuracy in the end
 * @param tested what that accuracy is
 * @param classifier the network with probabilities as its output
 * @param input its input
 * @param metadata how it wants its pictures, and what its classes are
 */
record TrainTask(
        String name,
        String command,
        Recipe recipe,
        Dataset.Split data,
        Dataset test,
        String tested,
        Network classifier,
        TensorInfo input,
        Map<String, String> metadata) {

    /** An input for any number of pictures of a shape [C, H, W]. */
    static TensorInfo input(String name, Shape picture) {
        return new TensorInfo(
                name,
                DType.FLOAT32,
                List.of(
                        new TensorInfo.Dim("batch", -1),
                        new TensorInfo.Dim("", picture.dim(0)),
                        new TensorInfo.Dim("", picture.dim(1)),
                        new TensorInfo.Dim("", picture.dim(2))));
    }

    /** Metadata that say what {@code lanewise run} has to know. */
    static Map<String, String> metadata(
            List<String> classes, List<Float> mean, List<Float> std, String scale) {
        return Map.of(
                "labels",
                Labels.text(classes),
                "mean",
                text(mean),
                "std",
                text(std),
                "scale",
                scale);
    }

    private static String text(List<Float> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** This with one text more. */
    TrainTask with(String key, String text) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(key, text);
        return new TrainTask(name, command, recipe, data, test, tested, classifier, input, more);
    }
}
