package dev.lanewise.kernels.vector;

/**
 * The one-dimensional transforms of Winograd's minimal filtering F(m, 3): a tile of m outputs comes
 * from m + 2 inputs by m + 2 multiplications.
 *
 * <p>output = A^T [(G weights) * (B^T input)], with interpolation points 0, +-a, +-b, infinity. For
 * F(4, 3) a = sqrt(2)/2 and b = sqrt(2) halve the rounding error of the usual 1 and 2 (Barabasz,
 * Anderson, Soodhalter, Gregg: Error Analysis and Improving the Accuracy of Winograd Convolution,
 * 2020); F(2, 3) has the points 0, +-1, infinity. F(6, 3) has 0, +-1, +-2, +-1/2, infinity: others
 * are hardly better, and with these all constants but those of G are exact.
 *
 * <p>Where the stride is 2, a tile of m outputs has 2m + 1 inputs. The even ones meet the first and
 * the last weight only, F(m, 2), and the odd ones the one in the middle, F(m, 1). Along an axis
 * that makes m + 1 products of even inputs and m of odd ones; the same points for both make m + 1
 * sums of all, the first m of which have a product of odd inputs. Products of even inputs come
 * first.
 *
 * <p>A two-dimensional transform is the one-dimensional one along columns and then along rows.
 * Methods with {@code count} transform so many positions, each of which reads vectors {@code
 * stride} bytes apart and lies {@code step} bytes after the one before.
 */
enum WinogradTransform {
    /** F(2, 3): tiles of 2 outputs, 4 inputs. */
    F2(2, 1, Integer.MAX_VALUE) {
        @Override
        double[][] weights() {
            return new double[][] {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
        }

        @Override
        void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            Winograd2.weights(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void inputColumnVectors(long x, int stride, long columns, int count) {
            Winograd2.inputColumns(x, stride, columns, count);
        }

        @Override
        void inputRowVectors(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
            Winograd2.inputRows(columns, lastTile, y, yTile, plane, tiles);
        }

        @Override
        void inputScalars(
                long x, long stride, long step, long y, long yStride, long yStep, int count) {
            ScalarWinograd.input2(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void columnVectors(long x, int plane, int step, long half, int tiles) {
            Winograd2.columns(x, plane, step, half, tiles);
        }

        @Override
        void rowVectors(
                long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
            Winograd2.rows(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        boolean rowMaxima(
                long half,
                long bias,
                float low,
                long strip,
                long y,
                long rowBytes,
                int lastTile,
                int tiles) {
            return Winograd2.maxima(half, bias, low, y, lastTile, tiles);
        }

        @Override
        void outputScalars(
                long x,
                long stride,
                long step,
                float[] bias,
                float low,
                long y,
                long yStride,
                long yStep,
                int count) {
            ScalarWinograd.output2(x, stride, step, bias, low, y, yStride, yStep, count);
        }
    },

    /** F(4, 3): tiles of 4 outputs, 6 inputs. */
    F4(4, 1, Integer.MAX_VALUE) {
        @Override
        double[][] weights() {
            double a = Math.sqrt(0.5);
            return new double[][] {
                {1, 0, 0}, {1, a, 0.5}, {1, -a, 0.5}, {0.5, a, 1}, {0.5, -a, 1}, {0, 0, 1}
            };
        }

        @Override
        void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            Winograd4.weights(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        float factor(int k) {
            return Winograd4.FACTORS[k];
        }

        @Override
        void kernelVectors(long x, long y, long plane, int count) {
            Winograd4.kernels(x, y, plane, count);
        }

        @Override
        void kernelScalars(long x, long y, long plane, int count) {
            ScalarWinograd.kernels4(x, y, plane, count);
        }

        @Override
        void inputColumnVectors(long x, int stride, long columns, int count) {
            Winograd4.inputColumns(x, stride, columns, count);
        }

        @Override
        void inputRowVectors(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
            Winograd4.inputRows(columns, lastTile, y, yTile, plane, tiles);
        }

        @Override
        void inputScalars(
                long x, long stride, long step, long y, long yStride, long yStep, int count) {
            ScalarWinograd.input4(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void columnVectors(long x, int plane, int step, long half, int tiles) {
            Winograd4.columns(x, plane, step, half, tiles);
        }

        @Override
        void rowVectors(
                long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
            Winograd4.rows(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        boolean rowMaxima(
                long half,
                long bias,
                float low,
                long strip,
                long y,
                long rowBytes,
                int lastTile,
                int tiles) {
            return Winograd4.maxima(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        void outputScalars(
                long x,
                long stride,
                long step,
                float[] bias,
                float low,
                long y,
                long yStride,
                long yStep,
                int count) {
            ScalarWinograd.output4(x, stride, step, bias, low, y, yStride, yStep, count);
        }
    },

    /** F(6, 3): tiles of 6 outputs, 8 inputs. */
    F6(6, 1, 256) {
        @Override
        double[][] weights() {
            double a = -2 / 9.0;
            double b = 1 / 90.0;
            double c = 32 / 45.0;
            return new double[][] {
                {1, 0, 0},
                {a, a, a},
                {a, -a, a},
                {b, 2 * b, 4 * b},
                {b, -2 * b, 4 * b},
                {c, c / 2, c / 4},
                {c, -c / 2, c / 4},
                {0, 0, 1}
            };
        }

        @Override
        void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            Winograd6.weights(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void inputColumnVectors(long x, int stride, long columns, int count) {
            Winograd6.inputColumns(x, stride, columns, count);
        }

        @Override
        void inputRowVectors(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
            Winograd6.inputRows(columns, lastTile, y, yTile, plane, tiles);
        }

        @Override
        void inputScalars(
                long x, long stride, long step, long y, long yStride, long yStep, int count) {
            ScalarWinograd.input6(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void columnVectors(long x, int plane, int step, long half, int tiles) {
            Winograd6.columns(x, plane, step, half, tiles);
        }

        @Override
        void rowVectors(
                long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
            Winograd6.rows(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        void outputScalars(
                long x,
                long stride,
                long step,
                float[] bias,
                float low,
                long y,
                long yStride,
                long yStep,
                int count) {
            ScalarWinograd.output6(x, stride, step, bias, low, y, yStride, yStep, count);
        }
    },

    /** F(2, 3) of stride 2: tiles of 2 outputs, 5 inputs. */
    STRIDED2(2, 2, Integer.MAX_VALUE) {
        @Override
        double[][] weights() {
            return new double[][] {{1, 0, 0}, {0, 0, 1}, {1, 0, 1}, {0, 1, 0}};
        }

        @Override
        void kernelVectors(long x, long y, long plane, int count) {
            WinogradStrided2.kernels(x, y, plane, count);
        }

        @Override
        void kernelScalars(long x, long y, long plane, int count) {
            ScalarWinograd.kernelsStrided2(x, y, plane, count);
        }

        @Override
        void inputColumnVectors(long x, int stride, long columns, int count) {
            WinogradStrided2.inputColumns(x, stride, columns, count);
        }

        @Override
        void inputRowVectors(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
            WinogradStrided2.inputRows(columns, lastTile, y, yTile, plane, tiles);
        }

        @Override
        void inputScalars(
                long x, long stride, long step, long y, long yStride, long yStep, int count) {
            ScalarWinograd.inputStrided2(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void columnVectors(long x, int plane, int step, long half, int tiles) {
            WinogradStrided2.columns(x, plane, step, half, tiles);
        }

        @Override
        void rowVectors(
                long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
            WinogradStrided2.rows(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        void outputScalars(
                long x,
                long stride,
                long step,
                float[] bias,
                float low,
                long y,
                long yStride,
                long yStep,
                int count) {
            ScalarWinograd.outputStrided2(x, stride, step, bias, low, y, yStride, yStep, count);
        }
    },

    /** F(4, 3) of stride 2: tiles of 4 outputs, 9 inputs. */
    STRIDED4(4, 2, Integer.MAX_VALUE) {
        @Override
        double[][] weights() {
            return new double[][] {
                {1, 0, 1}, {1, 0, -1}, {1, 0, 0.5}, {1, 0, -0.5}, {0, 0, 1}, {0, 1, 0}
            };
        }

        @Override
        void kernelVectors(long x, long y, long plane, int count) {
            WinogradStrided4.kernels(x, y, plane, count);
        }

        @Override
        void kernelScalars(long x, long y, long plane, int count) {
            ScalarWinograd.kernelsStrided4(x, y, plane, count);
        }

        @Override
        void inputColumnVectors(long x, int stride, long columns, int count) {
            WinogradStrided4.inputColumns(x, stride, columns, count);
        }

        @Override
        void inputRowVectors(long columns, int lastTile, long y, long yTile, int plane, int tiles) {
            WinogradStrided4.inputRows(columns, lastTile, y, yTile, plane, tiles);
        }

        @Override
        void inputScalars(
                long x, long stride, long step, long y, long yStride, long yStep, int count) {
            ScalarWinograd.inputStrided4(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void columnVectors(long x, int plane, int step, long half, int tiles) {
            WinogradStrided4.columns(x, plane, step, half, tiles);
        }

        @Override
        void rowVectors(
                long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles) {
            WinogradStrided4.rows(half, bias, low, y, rowBytes, lastTile, tiles);
        }

        @Override
        void outputScalars(
                long x,
                long stride,
                long step,
                float[] bias,
                float low,
                long y,
                long yStride,
                long yStep,
                int count) {
            ScalarWinograd.outputStrided4(x, stride, step, bias, low, y, yStride, yStep, count);
        }
    };

    final Readiness inputForm = new Readiness();
    final Readiness outputForm = new Readiness();
    final Readiness maximaForm = new Readiness();
    final Readiness kernelForm = new Readiness();
    private final int outputs;
    private final int stride;
    private final int mostChannels;

    WinogradTransform(int outputs, int stride, int mostChannels) {
        this.outputs = outputs;
        this.stride = stride;
        this.mostChannels = mostChannels;
    }

    /** Outputs of a tile along one axis. */
    int outputs() {
        return outputs;
    }

    /** The convolution's stride, 1 or 2. */
    int stride() {
        return stride;
    }

    /** Inputs, and products, of a tile along one axis. */
    int inputs() {
        return step() - stride + 3;
    }

    /** Inputs from one tile to the next along one axis. */
    int step() {
        return stride * outputs;
    }

    /** Sums of a tile's products along one axis. */
    int sums() {
        return stride == 1 ? inputs() : outputs + 1;
    }

    /** Transformed weights of a kernel along one axis: all odd inputs meet the same one. */
    int kernelSide() {
        return stride == 1 ? inputs() : outputs + 2;
    }

    /** Input channels up to which the root mean square error is below 1e-5 of the output's. */
    int mostChannels() {
        return mostChannels;
    }

    /** G, [kernelSide][3]. */
    abstract double[][] weights();

    /** G: 3 vectors to {@link #kernelSide()}. */
    void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
        throw new UnsupportedOperationException(this + " is for weights that stay plain");
    }

    /** By what weight {@code k} of nine is multiplied before {@link #kernelVectors}. */
    float factor(int k) {
        return 1;
    }

    /**
     * G w G^T, but for {@link #factor}.
     *
     * @param x address of w [count][3][3][lanes], multiplied
     * @param y address of the first element [count][lanes]
     * @param plane bytes from one element to the next
     * @param count vectors of kernels
     */
    void kernelVectors(long x, long y, long plane, int count) {
        throw new UnsupportedOperationException(this + " is for stored weights");
    }

    /** As {@link #kernelVectors}. */
    void kernelScalars(long x, long y, long plane, int count) {
        throw new UnsupportedOperationException(this + " is for stored weights");
    }

    /**
     * B^T along columns: from vectors {@code stride} bytes apart to columns [count][inputs][lanes].
     */
    abstract void inputColumnVectors(long x, int stride, long columns, int count);

    /**
     * B^T along the rows of tiles, of columns [columns][inputs][lanes], to elements {@code plane}
     * bytes apart.
     *
     * @param lastTile bytes of columns from the first tile to the last, at most
     * @param yTile bytes of y from one tile to the next
     */
    abstract void inputRowVectors(
            long columns, int lastTile, long y, long yTile, int plane, int tiles);

    abstract void inputScalars(
            long x, long stride, long step, long y, long yStride, long yStep, int count);

    /**
     * A^T along the columns of tiles: from elements {@code plane} bytes apart, {@code step} bytes
     * from one tile to the next, to half [tiles][outputs][sums][lanes].
     */
    abstract void columnVectors(long x, int plane, int step, long half, int tiles);

    /**
     * A^T along the rows of half-transformed tiles, plus bias, but at least {@code low}, to y. NaN
     * stays.
     *
     * @param rowBytes bytes from one row of y to the next
     * @param lastTile bytes of y from the first tile to the last, at most
     */
    abstract void rowVectors(
            long half, long bias, float low, long y, long rowBytes, int lastTile, int tiles);

    /**
     * As {@link #rowVectors}, but of each 2x2 outputs the maximum. Returns whether it may have met
     * a NaN; what it wrote is void then. Which zero wins is as in {@link PoolWindowLoops}, since
     * only the first of four need be held to {@code low} for that.
     *
     * @param strip scratch memory for the outputs of the tiles
     * @param lastTile bytes of y from the first tile to the last
     */
    boolean rowMaxima(
            long half,
            long bias,
            float low,
            long strip,
            long y,
            long rowBytes,
            int lastTile,
            int tiles) {
        // Two rows of a large tile at once would be more operations than C2 inlines.
        long stripBytes = 2L * lastTile + (long) outputs * Lanes.BYTES;
        rowVectors(half, bias, low, strip, stripBytes, 2 * lastTile, tiles);
        MaxPool2x2.rows(strip, stripBytes, y, rowBytes, outputs / 2, stripBytes);
        return false;
    }

    abstract void outputScalars(
            long x,
            long stride,
            long step,
            float[] bias,
            float low,
            long y,
            long yStride,
            long yStep,
            int count);
}
