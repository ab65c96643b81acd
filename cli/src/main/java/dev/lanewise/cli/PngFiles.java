package dev.lanewise.cli;

import dev.lanewise.model.ModelException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import javax.imageio.ImageIO;

/** Writes pictures. */
final class PngFiles {

    private PngFiles() {}

    /**
     * Writes a file.
     *
     * @throws ModelException if its name says another format, or it can't be written
     */
    static void write(BufferedImage image, Path file) {
        check(file);
        try {
            Files.write(file, bytes(image));
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + Errors.reason(e), e);
        }
    }

    /**
     * Sees, before anything long begins, whether a file can be written in the end.
     *
     * @throws ModelException if its name says another format, or there is no such folder
     */
    static void check(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new ModelException(file + ": expected a name that ends in .png");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ModelException(file + ": can't be written: no such folder");
        }
    }

    /** The file's bytes. */
    static byte[] bytes(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
