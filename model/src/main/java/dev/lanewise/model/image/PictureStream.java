package dev.lanewise.model.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The bytes of a picture file, kept in memory: ImageIO's default is a cache file per picture. A
 * decoder that goes on reading long behind their end is stopped: one for WebP takes that for zeros,
 * of which it can decode for minutes.
 */
final class PictureStream extends MemoryCacheImageInputStream {

    private static final int MOST_READS_BEYOND = 10_000;

    private int readsBeyond;

    PictureStream(byte[] file) {
        super(new ByteArrayInputStream(file));
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return checked(super.read(bytes, offset, length));
    }

    private int checked(int result) throws IOException {
        if (result < 0 && ++readsBeyond > MOST_READS_BEYOND) {
            throw new IOException("the file ends where more is expected");
        }
        return result;
    }
}
