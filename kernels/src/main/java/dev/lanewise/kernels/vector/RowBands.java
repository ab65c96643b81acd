package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;

/**
 * How the work on a feature map is divided: a unit is a band of rows of one channel block.
 *
 * @param images images
 * @param blocks channel blocks of an image
 * @param height rows
 * @param bands bands of each plane
 * @param rowsFirst whether units are counted by images, bands and then blocks: a thread has rows of
 *     all channels then, as with most convolutions, and finds near what it wrote itself; else by
 *     planes and then bands
 */
record RowBands(int images, int blocks, int height, int bands, boolean rowsFirst) {

    /** Planes of up to so many bytes are one band. */
    static final int SMALL_PLANE = 4 << 10;

    /**
     * For threads that share the work.
     *
     * @param most rows of a band
     */
    static RowBands shared(Layout y, int most) {
        int bands = Math.ceilDiv(y.height(), most);
        if (bands > 1 || y.planeBytes() > SMALL_PLANE) {
            bands = Math.min(y.height(), ConvUnits.even(Math.max(bands, 2)));
        }
        return new RowBands(y.batch(), y.blocks(), y.height(), bands, true);
    }

    /**
     * For one thread that does all, plane by plane.
     *
     * @param most rows of a band
     */
    static RowBands alone(Layout y, int most) {
        int bands = Math.ceilDiv(y.height(), most);
        return new RowBands(y.batch(), y.blocks(), y.height(), bands, false);
    }

    /**
     * The bands of a kernel: its units are those that threads share; a thread that is given all of
     * them goes by those for one thread.
     */
    record Choice(RowBands shared, RowBands alone) {

        /**
         * @param most rows of a band, for one thread as for several
         */
        static Choice of(Layout y, int most) {
            return new Choice(RowBands.shared(y, most), RowBands.alone(y, most));
        }

        int units() {
            return shared.count();
        }

        /** The bands of a call that is given these units: from {@code from} to {@link #end}. */
        RowBands bands(int from, int to) {
            return isAll(from, to) ? alone : shared;
        }

        /** The band behind the call's last. */
        int end(int from, int to) {
            return isAll(from, to) ? alone.count() : to;
        }

        private boolean isAll(int from, int to) {
            return from == 0 && to == shared.count();
        }
    }

    int count() {
        return Math.multiplyExact(Math.multiplyExact(images, blocks), bands);
    }

    int image(int unit) {
        return images == 1 ? 0 : unit / (blocks * bands);
    }

    int block(int unit) {
        int plane = rowsFirst || bands == 1 ? unit : unit / bands;
        return plane < blocks ? plane : plane % blocks;
    }

    /** The unit's first row. */
    int first(int unit) {
        return start(band(unit));
    }

    /** The row behind the unit's last. */
    int end(int unit) {
        return start(band(unit) + 1);
    }

    private int band(int unit) {
        return bands == 1 ? 0 : rowsFirst ? unit / blocks % bands : unit % bands;
    }

    /** The first row of a band; of the one behind the last, the height. */
    int start(int band) {
        return bands == 1 ? band * height : (int) ((long) height * band / bands);
    }
}
