package dev.lanewise.kernels.vector;

import java.util.Arrays;

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

    /** Tiles that are transformed at a time, so that what is between its two passes stays near. */
    static final int STRETCH = 4;

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

    /**
     * B^T d B for a run of neighbouring tiles of one channel block, which share what they have in
     * common of the transform along columns.
     *
     * @param x the first input of the first tile
     * @param rowBytes bytes from one row of x to the next
     * @param last pixels from the first tile to the last; the others lie {@link #step} apart
     * @param run tiles
     * @param columns scratch memory [columns of a stretch][inputs][lanes]
     * @param y element 0 of the first tile
     * @param tileBytes bytes of y from one tile to the next
     * @param plane bytes of y from one element to the next
     */
    void inputRun(
            long x,
            int rowBytes,
            int last,
            int run,
            long columns,
            long y,
            long tileBytes,
            int plane) {
        boolean ready = inputForm.isReady();
        int stretch = ready ? STRETCH : 1;
        int column = inputs() * Lanes.BYTES;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * step(), last);
            int rest = Math.min((t + some - 1) * step(), last) - left;
            int width = rest + inputs();
            long from = x + (long) left * Lanes.BYTES;
            long to = y + t * tileBytes;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || inputForm.isDue();
            if (vectors) {
                inputColumnVectors(from, rowBytes, columns, width);
                inputRowVectors(columns, rest * column, to, tileBytes, plane, some);
            } else {
                inputScalars(from, rowBytes, Lanes.BYTES, columns, Lanes.BYTES, column, width);
                long rowPlane = (long) inputs() * plane;
                inputScalars(columns, column, Lanes.BYTES, to, plane, rowPlane, inputs());
            }
            if (!ready) {
                inputForm.took(vectors, start, some);
            }
        }
    }

    /**
     * A^T m A for a run of neighbouring tiles of one channel block, plus bias, but at least {@code
     * low}. NaN stays. Where the last tile overlaps the one before, its values stay.
     *
     * @param x element 0 of the first tile
     * @param plane bytes of x from one element to the next
     * @param step bytes of x from one tile to the next
     * @param half scratch memory [stretch][outputs][sums][lanes]
     * @param bias address of [lanes]
     * @param y the first output of the first tile
     * @param rowBytes bytes from one row of y to the next
     * @param last pixels from the first tile to the last; the others lie {@link #outputs()} apart
     * @param run tiles
     */
    void outputRun(
            long x,
            int plane,
            int step,
            long half,
            long bias,
            float low,
            long y,
            long rowBytes,
            int last,
            int run) {
        boolean ready = outputForm.isReady();
        int stretch = ready ? STRETCH : 1;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * outputs, last);
            int rest = Math.min((t + some - 1) * outputs, last) - left;
            long from = x + (long) t * step;
            long to = y + (long) left * Lanes.BYTES;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || outputForm.isDue();
            if (vectors) {
                columnVectors(from, plane, step, half, some);
                rowVectors(half, bias, low, to, rowBytes, rest * Lanes.BYTES, some);
            } else {
                float[] none = new float[Lanes.COUNT];
                Arrays.fill(none, -0f);
                float[] added = ScalarLoops.floats(bias, Lanes.COUNT);
                long row = (long) sums() * Lanes.BYTES;
                float any = PackedEpilogue.NO_FLOOR;
                long rowPlane = (long) sums() * plane;
                outputScalars(from, rowPlane, plane, none, any, half, row, Lanes.BYTES, sums());
                outputScalars(
                        half, Lanes.BYTES, row, added, low, to, Lanes.BYTES, rowBytes, outputs);
            }
            if (!ready) {
                outputForm.took(vectors, start, some);
            }
        }
    }

    /**
     * As {@link #outputRun}, but of each 2x2 outputs the maximum.
     *
     * @param strip scratch memory [outputs][pixels of a stretch][lanes]
     * @param rowBytes bytes from one row of maxima to the next
     * @param last even
     */
    void maximaRun(
            long x,
            int plane,
            int step,
            long half,
            long bias,
            float low,
            long strip,
            long y,
            long rowBytes,
            int last,
            int run) {
        boolean ready = maximaForm.isReady();
        int stretch = ready ? STRETCH : 1;
        for (int t = 0; t < run; t += stretch) {
            int some = Math.min(stretch, run - t);
            int left = Math.min(t * outputs, last);
            int rest = Math.min((t + some - 1) * outputs, last) - left;
            long from = x + (long) t * step;
            long to = y + left / 2L * Lanes.BYTES;
            long stripBytes = (long) (rest + outputs) * Lanes.BYTES;
            long start = ready ? 0 : System.nanoTime();
            boolean vectors = ready || maximaForm.isDue();
            if (vectors) {
                columnVectors(from, plane, step, half, some);
            }
            int lastMaxima = rest / 2 * Lanes.BYTES;
            if (!vectors || rowMaxima(half, bias, low, strip, to, rowBytes, lastMaxima, some)) {
                outputRun(from, plane, step, half, bias, low, strip, stripBytes, rest, some);
                MaxPool2x2.rows(strip, stripBytes, to, rowBytes, outputs / 2, stripBytes);
            }
            if (!ready) {
                maximaForm.took(vectors, start, some);
            }
        }
    }

    /**
     * G w G^T for as many 3x3 kernels as there are lanes. In double; each loop is over lanes, which
     * the compiler makes vectors of.
     *
     * @param kernels [9][lanes]
     * @param scratch at least [3 * inputs][lanes]
     * @param result [inputs * inputs][lanes]
     */
    void transform(double[] kernels, double[] scratch, double[] result, int lanes) {
        double[][] g = weights();
        int n = inputs();
        for (int i = 0; i < n; i++) {
            for (int v = 0; v < 3; v++) {
                combine(g[i], kernels, v * lanes, 3 * lanes, scratch, (3 * i + v) * lanes, lanes);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                combine(g[j], scratch, 3 * i * lanes, lanes, result, (i * n + j) * lanes, lanes);
            }
        }
    }

    /** The sum of three rows, each times a factor. */
    private static void combine(
            double[] factors, double[] x, int from, int step, double[] y, int to, int lanes) {
        double a = factors[0];
        double b = factors[1];
        double c = factors[2];
        for (int lane = 0; lane < lanes; lane++) {
            y[to + lane] =
                    a * x[from + lane] + b * x[from + step + lane] + c * x[from + 2 * step + lane];
        }
    }
}
