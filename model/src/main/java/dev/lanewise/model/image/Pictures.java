package dev.lanewise.model.image;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.FileBytes;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads pictures of every format that ImageIO and its plugins know, as opaque 8-bit sRGB.
 *
 * <p>Files are not trusted: the size is read from the header and checked before anything is
 * decoded, and whatever a decoder throws ends as a {@link ModelException} that names the file.
 * Transparency is laid over white. Of an animation the first picture is read. A rotation noted in
 * EXIF data is not applied.
 *
 * <p>JDK 25's own JPEG decoder makes a string of its first warning about a damaged file while it
 * holds the collector off. With the Serial and Parallel collectors the JVM waits for itself for
 * ever if its young generation is full just then. Whoever decodes strangers' JPEGs should run with
 * G1 ({@code -XX:+UseG1GC}; the JVM takes Serial by itself where it sees one processor or less than
 * 2 GB).
 */
public final class Pictures {

    /** Most pixels of a picture that is read. */
    public static final long MAX_PIXELS = 100_000_000;

    /** Most bytes of a picture file that is read. */
    public static final int MAX_FILE_BYTES = 500_000_000;

    private Pictures() {}

    /**
     * Reads a picture file.
     *
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws ModelException if the file is missing, no picture, damaged or too large
     */
    public static BufferedImage read(Path file) {
        return read(FileBytes.read(file, "a picture", MAX_FILE_BYTES), file.toString());
    }

    /**
     * Reads a picture from the bytes of its file.
     *
     * @param name what error messages call the picture
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws ModelException if the bytes are no picture, damaged or too large a picture
     */
    public static BufferedImage read(byte[] file, String name) {
        try (ImageInputStream stream = new PictureStream(file)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new ModelException(
                        name
                                + ": expected a picture of one of the formats "
                                + formats()
                                + ", actual something else");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                checkSize(reader.getWidth(0), reader.getHeight(0), name);
                return flatten(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (ModelException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Decoders answer damaged files with any exception: indices out of bounds, null
            // pointers, negative sizes.
            throw new ModelException(name + ": damaged picture: " + reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    name + ": not enough memory for this picture; give the JVM more (-Xmx)", e);
        }
    }

    private static void checkSize(int width, int height, String name) {
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            throw new ModelException(
                    name
                            + ": expected a picture of at most "
                            + MAX_PIXELS / 1_000_000
                            + " megapixels, actual "
                            + width
                            + "x"
                            + height);
        }
    }

    private static String formats() {
        return String.join(
                ", ",
                Arrays.stream(ImageIO.getReaderFormatNames())
                        .map(format -> format.toUpperCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    /**
     * The same picture as opaque 8-bit sRGB, over white where it is transparent.
     *
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     */
    public static BufferedImage flatten(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage flat = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        boolean grey = isPlainGrey(image.getColorModel());
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (grey) {
                greyRow(image, y, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++) {
                row[x] = overWhite(row[x]);
            }
            flat.setRGB(0, y, width, 1, row, 0, width);
        }
        return flat;
    }

    private static boolean isPlainGrey(ColorModel model) {
        return model instanceof ComponentColorModel
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !model.isAlphaPremultiplied()
                && model.getComponentSize(0) <= 16;
    }

    /** Reads samples as they are: getRGB takes ImageIO's grey for linear light and brightens it. */
    private static void greyRow(BufferedImage image, int y, int[] row) {
        Raster raster = image.getRaster();
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        boolean alpha = image.getColorModel().hasAlpha();
        for (int x = 0; x < row.length; x++) {
            int grey = (raster.getSample(x, y, 0) * 255 + most / 2) / most;
            int opacity = alpha ? (raster.getSample(x, y, 1) * 255 + most / 2) / most : 255;
            row[x] = opacity << 24 | grey * 0x010101;
        }
    }

    private static int overWhite(int argb) {
        int opacity = argb >>> 24;
        if (opacity == 255) {
            return argb;
        }
        int red = blend(argb >> 16 & 0xFF, opacity);
        int green = blend(argb >> 8 & 0xFF, opacity);
        int blue = blend(argb & 0xFF, opacity);
        return 0xFF << 24 | red << 16 | green << 8 | blue;
    }

    private static int blend(int value, int opacity) {
        return (value * opacity + 255 * (255 - opacity) + 127) / 255;
    }
}
