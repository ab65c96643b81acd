package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * 3x3 convolution of stride 1 by {@link WinogradTransform}: 4 (or 2.25) times fewer multiplications
 * than {@link ConvDirect}, for transforms before and after and weights 4 (or 1.8) times as large.
 *
 * <p>For a block of tiles: transform the inputs to v [element][tile][channel], element being one of
 * inputs x inputs; then for each panel of output channels multiply, m[e] = v[e] * w[e], giving m
 * [element][tile][vectors][lanes], and transform that to the outputs. Subclasses multiply.
 */
abstract sealed class ConvWinograd extends WeightedKernel
        permits ConvWinogradPacked, ConvWinogradPlain {

    protected final ConvSpec spec;
    protected final WinogradTransform transform;
    protected final WinogradTiles tiles;
    protected final WinogradScratch memory;
    private final WinogradPanels panels;
    private final PackedEpilogue epilogue;

    /**
     * @param scratchBytes at least those of {@code memory}
     */
    ConvWinograd(
            String name,
            ConvSpec spec,
            Epilogue epilogue,
            WinogradTransform transform,
            WinogradTiles tiles,
            WinogradScratch memory,
            long scratchBytes,
            WinogradPanels panels) {
        super(name, tiles.units(), scratchBytes, ConvOperands.of(spec, epilogue, panels.bytes()));
        this.spec = spec;
        this.transform = transform;
        this.tiles = tiles;
        this.memory = memory;
        this.panels = panels;
        this.epilogue = PackedEpilogue.withFloor(epilogue);
    }

    /** Whether the algorithm can compute the convolution. */
    static boolean accepts(ConvSpec spec, WinogradTransform transform) {
        Window w = spec.window();
        return w.kernelH() == 3
                && w.kernelW() == 3
                && Math.max(w.strideH(), w.strideW()) == 1
                && Math.max(w.dilationH(), w.dilationW()) == 1
                && spec.groups() == 1
                && spec.x().block() == Lanes.COUNT
                && Math.min(spec.y().height(), spec.y().width()) >= transform.outputs();
    }

    @Override
    public final long packedBytes() {
        return panels.bytes();
    }

    @Override
    public final void pack(
            MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        panels.pack(weight, bias, packed.address());
    }

    @Override
    public final void repack(
            MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        panels.repack(weight, bias, packed.address(), false);
    }

    /** Packs the weights of a transposed convolution, turned by half a circle. */
    final void repackTurned(
            MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        panels.repack(weight, bias, packed.address(), true);
    }

    /** Computes the products of a unit's tiles, one panel of output channels. */
    abstract void multiply(long packed, int unit, int panel, long scratch);

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        memory.fillRows(scratch);
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !tiles.sameTiles(unit, unit - 1)) {
                inputs(addresses[0], unit, scratch);
            }
            panels(addresses, unit, tiles.firstPanel(unit), tiles.endPanel(unit), scratch);
        }
        Reference.reachabilityFence(this);
    }

    /** Computes panels {@code from} to {@code to} of the unit's tiles from transformed inputs. */
    final void panels(long[] addresses, int unit, int from, int to, long scratch) {
        long y = addresses[addresses.length - 1];
        boolean unfinished = epilogue.hasActivation() || spec.y().hasHalo();
        for (int panel = from; panel < to; panel++) {
            multiply(addresses[1], unit, panel, scratch);
            for (int v = 0; v < panels.vectors(panel); v++) {
                outputs(addresses, unit, panel, v, scratch);
                if (unfinished) {
                    int cb = memory.vectors() * panel + v;
                    finish(y, unit, cb, memory.activation(scratch));
                }
            }
        }
    }

    /** Transforms the inputs of the unit's tiles, a run of neighbouring tiles at a time. */
    final void inputs(long x, int unit, long scratch) {
        Layout in = spec.x();
        int first = tiles.firstTile(unit);
        int end = tiles.endTile(unit);
        long columns = memory.columns(scratch);
        int plane = Math.toIntExact(memory.inputPlane());
        for (int cb = 0; cb < in.blocks(); cb++) {
            long image = x + in.blockStart(tiles.image(unit), cb);
            long target = memory.input(scratch, 0, cb);
            for (int tile = first; tile < end; ) {
                int i = tile / tiles.columns();
                int j = tile - i * tiles.columns();
                int run = Math.min(tiles.columns() - j, end - tile);
                int row = tiles.top(i) - spec.window().padTop();
                int column = tiles.left(j) - spec.window().padLeft();
                long source =
                        image
                                + (long) (in.top() + row) * in.rowBytes()
                                + (long) (in.left() + column) * in.pixelBytes();
                transform.inputRun(
                        source,
                        in.rowBytes(),
                        tiles.left(j + run - 1) - tiles.left(j),
                        run,
                        columns,
                        target + (tile - first) * memory.tileBytes(),
                        memory.tileBytes(),
                        plane);
                tile += run;
            }
        }
    }

    /**
     * Transforms vector {@code v} of the panel's products to its channel block of y, a run of
     * neighbouring tiles at a time: straight to y, if nothing is added to the pixels and they are
     * the run's own or those of the unit's row of tiles above, which comes later.
     */
    private void outputs(long[] addresses, int unit, int panel, int v, long scratch) {
        Layout out = spec.y();
        int first = tiles.firstTile(unit);
        int end = tiles.endTile(unit);
        int cb = memory.vectors() * panel + v;
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long bias = panels.bias(addresses[1], panel, v);
        long products = memory.product(scratch, 0, v);
        int plane = Math.toIntExact(memory.productPlane());
        int step = memory.vectors() * Lanes.BYTES;
        long half = memory.half(scratch);
        int columns = tiles.columns();
        for (int tile = end; tile > first; ) {
            int i = (tile - 1) / columns;
            int from = Math.max(first, i * columns);
            int j = from - i * columns;
            int run = tile - from;
            int last = tiles.left(j + run - 1) - tiles.left(j);
            long target = y + out.blockOffset(tiles.image(unit), cb, tiles.top(i), tiles.left(j));
            boolean another = tiles.sharedRows(i) > 0 && from - columns < first;
            boolean aside = epilogue.hasResidual() || another || tiles.sharedColumns(j) > 0;
            long stripBytes = (long) (last + tiles.size()) * Lanes.BYTES;
            transform.outputRun(
                    products + (long) (from - first) * step,
                    plane,
                    step,
                    half,
                    bias,
                    epilogue.hasResidual() ? PackedEpilogue.NO_FLOOR : epilogue.bounds().low(),
                    aside ? memory.strip(scratch) : target,
                    aside ? stripBytes : out.rowBytes(),
                    last,
                    run);
            if (aside) {
                storeOwn(memory.strip(scratch), stripBytes, target, i, j, residual);
            }
            tile = from;
        }
    }

    /** Stores the pixels of a run that belong to no other tiles, residual added. */
    private void storeOwn(long strip, long stripBytes, long target, int i, int j, long residual) {
        long skipped = (long) tiles.sharedColumns(j) * Lanes.BYTES;
        for (int row = tiles.sharedRows(i); row < tiles.size(); row++) {
            long source = strip + row * stripBytes + skipped;
            long y = target + (long) row * spec.y().rowBytes() + skipped;
            long bytes = stripBytes - skipped;
            if (epilogue.hasResidual()) {
                PackedEpilogue.add(source, y, bytes, residual, epilogue.bounds().low());
            } else {
                Memory.copy(source, y, bytes);
            }
        }
    }

    /** Activation and halo of the unit's own pixels in channel block {@code cb}. */
    private void finish(long y, int unit, int cb, long activation) {
        int end = tiles.endTile(unit);
        for (int tile = tiles.firstTile(unit); tile < end; ) {
            int i = tile / tiles.columns();
            int j = tile % tiles.columns();
            int whole = j == 0 ? (end - tile) / tiles.columns() : 0;
            if (whole > 0) {
                int lastRow = Math.min((i + whole) * tiles.size(), spec.y().height());
                finishRows(y, unit, cb, i * tiles.size(), lastRow, activation);
                tile += whole * tiles.columns();
            } else {
                int run = Math.min(tiles.columns() - j, end - tile);
                finishTiles(y, unit, cb, i, j, run, activation);
                tile += run;
            }
        }
    }

    /** Finishes whole rows; the activation takes the halo between them along. */
    private void finishRows(long y, int unit, int cb, int from, int to, long activation) {
        Layout out = spec.y();
        int n = tiles.image(unit);
        if (epilogue.hasActivation()) {
            long address = y + out.blockOffset(n, cb, from, 0);
            long last = y + out.blockOffset(n, cb, to - 1, out.width());
            epilogue.activate(address, last - address, activation);
        }
        HaloLoops.clearRows(out, y, n, cb, from, to);
    }

    /** Finishes {@code run} tiles of row {@code i} of tiles, which the unit has not all of. */
    private void finishTiles(long y, int unit, int cb, int i, int j, int run, long activation) {
        Layout out = spec.y();
        int n = tiles.image(unit);
        int from = j * tiles.size();
        int to = Math.min((j + run) * tiles.size(), out.width());
        int lastRow = Math.min((i + 1) * tiles.size(), out.height());
        for (int row = i * tiles.size(); row < lastRow; row++) {
            if (epilogue.hasActivation()) {
                long address = y + out.blockOffset(n, cb, row, from);
                epilogue.activate(address, (long) (to - from) * Lanes.BYTES, activation);
            }
            if (j == 0) {
                HaloLoops.clearRows(out, y, n, cb, row, row + 1);
            }
        }
    }
}
