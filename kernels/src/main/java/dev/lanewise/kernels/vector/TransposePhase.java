package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outputs of a transposed convolution that lie whole strides apart: they see the same part of
 * the window, and neighbours of them see neighbouring inputs, as in a convolution of stride 1.
 *
 * @param rows their rows
 * @param columns their columns
 */
record TransposePhase(Axis rows, Axis columns) {

    /**
     * One axis of a phase. Output {@code first + m * stride} sees input {@code base + m +
     * positions[k]} with the window's element {@code taps[k]}.
     *
     * @param first the first output
     * @param count outputs
     * @param base first input of the first output; outside of the input where the halo is
     * @param taps elements of the window, ascending in their inputs
     * @param positions where their inputs are, at least 0
     */
    record Axis(int first, int count, int base, int[] taps, int[] positions) {

        private static Axis of(int first, int out, int kernel, int stride, int pad, int dilation) {
            int count = Math.max(0, Math.ceilDiv(out - first, stride));
            int[] taps = new int[kernel];
            int[] positions = new int[kernel];
            int found = 0;
            int base = 0;
            for (int tap = kernel - 1; tap >= 0; tap--) {
                int distance = first + pad - tap * dilation;
                if (Math.floorMod(distance, stride) == 0) {
                    int position = Math.floorDiv(distance, stride);
                    base = found == 0 ? position : base;
                    taps[found] = tap;
                    positions[found] = position - base;
                    found++;
                }
            }
            return new Axis(
                    first,
                    count,
                    base,
                    Arrays.copyOf(taps, found),
                    Arrays.copyOf(positions, found));
        }
    }

    /** All phases, of which there are as many as the strides' product. */
    static List<TransposePhase> of(ConvTransposeSpec spec) {
        Window w = spec.window();
        List<TransposePhase> phases = new ArrayList<>();
        for (int i = 0; i < w.strideH(); i++) {
            Axis rows =
                    Axis.of(
                            i,
                            spec.y().height(),
                            w.kernelH(),
                            w.strideH(),
                            w.padTop(),
                            w.dilationH());
            for (int j = 0; j < w.strideW(); j++) {
                Axis columns =
                        Axis.of(
                                j,
                                spec.y().width(),
                                w.kernelW(),
                                w.strideW(),
                                w.padLeft(),
                                w.dilationW());
                phases.add(new TransposePhase(rows, columns));
            }
        }
        return phases;
    }

    /** Elements of the window that the outputs see. */
    int taps() {
        return rows.taps().length * columns.taps().length;
    }

    /** The k-th of them, in the order of their inputs: its place in the window. */
    int tap(Window window, int k) {
        int width = columns.taps().length;
        return rows.taps()[k / width] * window.kernelW() + columns.taps()[k % width];
    }

    /** Bytes from the first input of an output to its k-th. */
    int offset(ConvTransposeSpec spec, int k) {
        int width = columns.taps().length;
        return rows.positions()[k / width] * spec.x().rowBytes()
                + columns.positions()[k % width] * spec.x().pixelBytes();
    }
}
