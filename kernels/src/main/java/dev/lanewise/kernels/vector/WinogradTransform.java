package dev.lanewise.kernels.vector;

/**
 * The one-dimensional transforms of Winograd's minimal filtering F(m, 3): a tile of m outputs comes
 * from m + 2 inputs by m + 2 multiplications.
 *
 * <p>output = A^T [(G weights) * (B^T input)], with interpolation points 0, +-a, +-b, infinity. For
 * F(4, 3) a = sqrt(2)/2 and b = sqrt(2) halve the rounding error of the usual 1 and 2 (Barabasz,
 * Anderson, Soodhalter, Gregg: Error Analysis and Improving the Accuracy of Winograd Convolution,
 * 2020); F(2, 3) has the points 0, +-1, infinity.
 *
 * <p>A two-dimensional transform is the one-dimensional one along columns and then along rows.
 * Every method transforms {@code count} positions, each of which reads vectors {@code stride} bytes
 * apart and lies {@code step} bytes after the one before.
 */
enum WinogradTransform {
    /** F(2, 3): tiles of 2 outputs, 4 inputs. */
    F2(2) {
        @Override
        double[][] weights() {
            return new double[][] {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
        }

        @Override
        void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            Winograd2.weights(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void input(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            if (inputForm.isReady()) {
                Winograd2.input(x, stride, step, y, yStride, yStep, count);
                return;
            }
            long start = System.nanoTime();
            boolean trial = inputForm.isDue();
            if (trial) {
                Winograd2.input(x, stride, step, y, yStride, yStep, count);
            } else {
                ScalarWinograd.input2(x, stride, step, y, yStride, yStep, count);
            }
            inputForm.took(trial, start, count);
        }

        @Override
        void output(
                long x,
                long stride,
                long step,
                long bias,
                long y,
                long yStride,
                long yStep,
                int count) {
            if (outputForm.isReady()) {
                Winograd2.output(x, stride, step, bias, y, yStride, yStep, count);
                return;
            }
            long start = System.nanoTime();
            boolean trial = outputForm.isDue();
            if (trial) {
                Winograd2.output(x, stride, step, bias, y, yStride, yStep, count);
            } else {
                ScalarWinograd.output2(x, stride, step, bias, y, yStride, yStep, count);
            }
            outputForm.took(trial, start, count);
        }
    },

    /** F(4, 3): tiles of 4 outputs, 6 inputs. */
    F4(4) {
        @Override
        double[][] weights() {
            double a = Math.sqrt(0.5);
            double b = Math.sqrt(2);
            return new double[][] {
                {1, 0, 0},
                {-2 / 3.0, -2 / 3.0 * a, -1 / 3.0},
                {-2 / 3.0, 2 / 3.0 * a, -1 / 3.0},
                {1 / 6.0, b / 6, 1 / 3.0},
                {1 / 6.0, -b / 6, 1 / 3.0},
                {0, 0, 1}
            };
        }

        @Override
        void weights(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            Winograd4.weights(x, stride, step, y, yStride, yStep, count);
        }

        @Override
        void input(long x, long stride, long step, long y, long yStride, long yStep, int count) {
            if (inputForm.isReady()) {
                Winograd4.input(x, stride, step, y, yStride, yStep, count);
                return;
            }
            long start = System.nanoTime();
            boolean trial = inputForm.isDue();
            if (trial) {
                Winograd4.input(x, stride, step, y, yStride, yStep, count);
            } else {
                ScalarWinograd.input4(x, stride, step, y, yStride, yStep, count);
            }
            inputForm.took(trial, start, count);
        }

        @Override
        void output(
                long x,
                long stride,
                long step,
                long bias,
                long y,
                long yStride,
                long yStep,
                int count) {
            if (outputForm.isReady()) {
                Winograd4.output(x, stride, step, bias, y, yStride, yStep, count);
                return;
            }
            long start = System.nanoTime();
            boolean trial = outputForm.isDue();
            if (trial) {
                Winograd4.output(x, stride, step, bias, y, yStride, yStep, count);
            } else {
                ScalarWinograd.output4(x, stride, step, bias, y, yStride, yStep, count);
            }
            outputForm.took(trial, start, count);
        }
    };

    final Readiness inputForm = new Readiness();
    final Readiness outputForm = new Readiness();
    private final int outputs;

    WinogradTransform(int outputs) {
        this.outputs = outputs;
    }

    /** Outputs of a tile along one axis. */
    int outputs() {
        return outputs;
    }

    /** Inputs, and multiplications, of a tile along one axis. */
    int inputs() {
        return outputs + 2;
    }

    /** G, [inputs][3]. */
    abstract double[][] weights();

    /** G: 3 vectors to {@link #inputs()}. */
    abstract void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count);

    /** B^T: {@link #inputs()} vectors to as many. */
    abstract void input(
            long x, long stride, long step, long y, long yStride, long yStep, int count);

    /** A^T: {@link #inputs()} vectors to {@link #outputs()}, to which the bias is added. */
    abstract void output(
            long x, long stride, long step, long bias, long y, long yStride, long yStep, int count);

    /**
     * B^T d B for a run of neighbouring tiles of one channel block, which share what they have in
     * common of the transform along columns.
     *
     * @param x the first input of the first tile
     * @param rowBytes bytes from one row of x to the next
     * @param j the first tile's column
     * @param columns scratch memory [columns of x][inputs][lanes]
     * @param y element 0 of the first tile
     * @param tileBytes bytes of y from one tile to the next
     * @param plane bytes of y from one element to the next
     */
    void inputRun(
            long x,
            int rowBytes,
            WinogradTiles tiles,
            int j,
            int run,
            long columns,
            long y,
            long tileBytes,
            long plane) {
        long columnBytes = (long) inputs() * Lanes.BYTES;
        int count = tiles.left(j + run - 1) - tiles.left(j) + inputs();
        input(x, rowBytes, Lanes.BYTES, columns, Lanes.BYTES, columnBytes, count);
        for (int tile = 0; tile < run; tile++) {
            input(
                    columns + (tiles.left(j + tile) - tiles.left(j)) * columnBytes,
                    columnBytes,
                    Lanes.BYTES,
                    y + tile * tileBytes,
                    plane,
                    inputs() * plane,
                    inputs());
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
