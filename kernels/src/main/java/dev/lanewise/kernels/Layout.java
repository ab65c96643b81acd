package dev.lanewise.kernels;

/**
 * Where each element of an image tensor [N, C, H, W] lies in memory: channel-blocked with a zero
 * halo.
 *
 * <p>Memory order is [N][ceil(C / block)][top + H + bottom][left + W + right][block]. With {@code
 * block} = the number of vector lanes, neighbouring lanes are neighbouring channels (NCHWc); with
 * {@code block} = 1 and no halo it is plain row-major NCHW. The halo holds zeros that a consumer
 * may read as its padding; whoever writes the tensor writes the halo. Lanes past C in the last
 * block are unspecified, and no kernel lets them reach another channel.
 *
 * @param batch N
 * @param channels C
 * @param height H
 * @param width W
 * @param block channels per block, a power of two
 * @param top rows of zeros above each plane
 * @param left columns of zeros left of each row
 * @param bottom rows of zeros below each plane
 * @param right columns of zeros right of each row
 */
public record Layout(
        int batch,
        int channels,
        int height,
        int width,
        int block,
        int top,
        int left,
        int bottom,
        int right) {

    /** Largest tensor that a layout describes: offsets within it are held in ints. */
    public static final long MAX_BYTES = Integer.MAX_VALUE;

    /**
     * @throws IllegalArgumentException if a size is negative or the tensor exceeds {@link
     *     #MAX_BYTES}
     */
    public Layout {
        if (batch < 0
                || channels < 0
                || height < 0
                || width < 0
                || Math.min(top, left) < 0
                || Math.min(bottom, right) < 0) {
            throw new IllegalArgumentException(
                    "layout: expected sizes of at least 0, actual N="
                            + batch
                            + " C="
                            + channels
                            + " H="
                            + height
                            + " W="
                            + width
                            + " halo="
                            + top
                            + ","
                            + left
                            + ","
                            + bottom
                            + ","
                            + right);
        }
        if (block < 1 || Integer.bitCount(block) != 1) {
            throw new IllegalArgumentException(
                    "layout: expected a block that is a power of two, actual " + block);
        }
        double bytes =
                4.0
                        * batch
                        * (((long) channels + block - 1) / block * block)
                        * ((double) top + height + bottom)
                        * ((double) left + width + right);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "layout: expected at most "
                            + MAX_BYTES
                            + " bytes, actual "
                            + String.format("%.0f", bytes)
                            + " for N="
                            + batch
                            + " C="
                            + channels
                            + " H="
                            + height
                            + " W="
                            + width);
        }
    }

    /** Plain row-major [N, C, H, W]. */
    public static Layout nchw(int batch, int channels, int height, int width) {
        return blocked(batch, channels, height, width, 1);
    }

    /** Channel-blocked [N, C/block, H, W, block] without halo. */
    public static Layout blocked(int batch, int channels, int height, int width, int block) {
        return new Layout(batch, channels, height, width, block, 0, 0, 0, 0);
    }

    /** A flat run of {@code count} values, as elementwise kernels take it. */
    public static Layout flat(int count) {
        return nchw(1, 1, 1, count);
    }

    /** This layout with another halo. */
    public Layout withHalo(int top, int left, int bottom, int right) {
        return new Layout(batch, channels, height, width, block, top, left, bottom, right);
    }

    /** This layout with another channel block. */
    public Layout withBlock(int block) {
        return new Layout(batch, channels, height, width, block, top, left, bottom, right);
    }

    /** This layout with another height. */
    public Layout withHeight(int height) {
        return new Layout(batch, channels, height, width, block, top, left, bottom, right);
    }

    /** This layout with another number of images. */
    public Layout withBatch(int batch) {
        return new Layout(batch, channels, height, width, block, top, left, bottom, right);
    }

    /** This layout with another number of channels. */
    public Layout withChannels(int channels) {
        return new Layout(batch, channels, height, width, block, top, left, bottom, right);
    }

    /** Whether there is any halo. */
    public boolean hasHalo() {
        return (top | left | bottom | right) != 0;
    }

    /** Whether both describe tensors of the same [N, C, H, W], wherever their elements lie. */
    public boolean sameShape(Layout other) {
        return batch == other.batch
                && channels == other.channels
                && height == other.height
                && width == other.width;
    }

    /** Blocks of channels per image. */
    public int blocks() {
        return (channels + block - 1) >> Integer.numberOfTrailingZeros(block);
    }

    /** Bytes from one column to the next. */
    public int pixelBytes() {
        return 4 * block;
    }

    /** Bytes from one row to the next. */
    public int rowBytes() {
        return (left + width + right) * pixelBytes();
    }

    /** Bytes from one block of channels to the next. */
    public int planeBytes() {
        return (top + height + bottom) * rowBytes();
    }

    /** Bytes from one image of the batch to the next. */
    public int imageBytes() {
        return blocks() * planeBytes();
    }

    /** Bytes of the whole tensor, halo included. */
    public long bytes() {
        return (long) batch * imageBytes();
    }

    /** Elements [N, C, H, W] without halo and channel padding. */
    public long elements() {
        return (long) batch * channels * height * width;
    }

    /** Byte offset of channel block {@code cb} of image {@code n}, halo included. */
    public int blockStart(int n, int cb) {
        return n * imageBytes() + cb * planeBytes();
    }

    /**
     * Byte offset of the first lane of pixel (y, x) of channel block {@code cb} of image {@code n};
     * y and x may reach into the halo.
     */
    public int blockOffset(int n, int cb, int y, int x) {
        return blockStart(n, cb) + (top + y) * rowBytes() + (left + x) * pixelBytes();
    }

    /** Byte offset of element (n, c, y, x); y and x may reach into the halo. */
    public int offset(int n, int c, int y, int x) {
        return blockOffset(n, c / block, y, x) + c % block * 4;
    }
}
