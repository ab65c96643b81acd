package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.npy.Npy;
import dev.lanewise.model.onnx.OnnxTensors;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;

/** What a model is run on: a picture or a tensor, with the name that output gives it. */
sealed interface Given {

    /** The file's name without its folder. */
    String name();

    /**
     * @param name the file's name
     * @param image as {@link Pictures} reads it
     */
    record Picture(String name, BufferedImage image) implements Given {}

    /**
     * @param name the file's name
     * @param tensor of any type and shape
     */
    record Array(String name, Tensor tensor) implements Given {}

    /**
     * Reads a file: a tensor if its name ends in {@code .npy} or {@code .pb}, else a picture.
     *
     * @throws ModelException if it is missing or damaged
     */
    static Given read(Path file) {
        if (file.getFileName() == null) {
            throw new ModelException(file + ": expected a picture, .npy or .pb file");
        }
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy")) {
            return new Array(name, Npy.read(file));
        }
        if (lower.endsWith(".pb")) {
            return new Array(name, OnnxTensors.read(file));
        }
        return new Picture(name, Pictures.read(file));
    }
}
