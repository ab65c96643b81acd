package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * 3x3 convolution of stride 1 or 2 by {@link WinogradTransform}: 5, 4 or 2.25 times fewer
 * multiplications than {@link ConvDirect}, or 1.8 or 1.4 times where the stride is 2, for
 * transforms before and after and weights 7.1, 4 or 1.8 times as large.
 *
 * <p>For a block of tiles: transform the inputs to v [element][tile][channel], element being one of
 * inputs x inputs; then for each panel of output channels multiply, m[e] = v[e] * w[e], giving m
 * [element][tile][vectors][lanes], and transform that to the outputs. Subclasses multiply.
 *
 * <p>A pooling by 2x2 behind it stores the maxima of a tile's outputs instead, where tiles begin at
 * even rows and columns.
 */
abstract sealed class ConvWinograd extends WeightedKernel
        permits ConvWinogradPacked, ConvWinogradPlain {

    protected final ConvSpec spec;
    protected final WinogradTransform transform;
    protected final WinogradTiles tiles;
    protected final WinogradScratch memory;
    private final WinogradPanels panels;
    private final PackedEpilogue epilogue;

    /** Where results lie. */
    private final Layout y;

    /** Rows and columns of outputs that are one of {@link #y}: 2 with a pooling, else 1. */
    private final int pool;

    /**
     * @param y where results lie: {@code spec.y()}, or what a pooling makes of it
     * @param scratchBytes at least those of {@code memory}
     */
    ConvWinograd(
            String name,
            ConvSpec spec,
            Epilogue epilogue,
            Layout y,
            WinogradTransform transform,
            WinogradTiles tiles,
            WinogradScratch memory,
            long scratchBytes,
            WinogradPanels panels) {
        int pool = y.height() < spec.y().height() ? 2 : 1;
        super(
                pool > 1 ? name + MaxPool2x2.SUFFIX : name,
                tiles.units(),
                scratchBytes,
                ConvOperands.pooled(spec, y, epilogue, panels.bytes()));
        this.spec = spec;
        this.y = y;
        this.pool = pool;
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
                && w.strideH() == transform.stride()
                && w.strideW() == transform.stride()
                && Math.max(w.dilationH(), w.dilationW()) == 1
                && spec.groups() == 1
                && spec.x().block() == Lanes.COUNT
                && (transform.stride() == 1 && transform != WinogradTransform.F6
                        || Winograd6.USABLE)
                && spec.x().channels() <= transform.mostChannels()
                && Math.min(spec.y().height(), spec.y().width()) >= transform.outputs();
    }

    @Override
    public final @Nullable WeightedKernel pooled(PoolSpec pool) {
        boolean takes =
                pool.isMax2x2(spec.y())
                        && (spec.y().height() | spec.y().width()) % 2 == 0
                        && !epilogue.hasResidual()
                        && !epilogue.hasActivation();
        return takes ? pooled(pool.y()) : null;
    }

    /** The same kernel with a pooling behind it, which makes y. */
    abstract ConvWinograd pooled(Layout y);

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
        long residual = ConvOperands.residual(addresses);
        long target = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !tiles.sameTiles(unit, unit - 1)) {
                inputs(addresses[0], unit, scratch);
            }
            panels(addresses[1], residual, target, unit, scratch);
        }
        Reference.reachabilityFence(this);
    }

    /** Computes the unit's panels of its tiles from transformed inputs. */
    final void panels(long packed, long residual, long target, int unit, long scratch) {
        int from = tiles.firstPanel(unit);
        panels(packed, residual, target, unit, from, tiles.endPanel(unit), scratch);
    }

    /**
     * Computes panels {@code from} to {@code to} of the unit's tiles from transformed inputs.
     *
     * @param packed address of the packed weights
     * @param residual bytes from y to the residual, if there is one
     * @param target address of y
     */
    final void panels(
            long packed, long residual, long target, int unit, int from, int to, long scratch) {
        boolean unfinished = epilogue.hasActivation() || y.hasHalo();
        for (int panel = from; panel < to; panel++) {
            multiply(packed, unit, panel, scratch);
            for (int v = 0; v < panels.vectors(panel); v++) {
                outputs(packed, residual, target, unit, panel, v, scratch);
                if (unfinished) {
                    int cb = memory.vectors() * panel + v;
                    finish(target, unit, cb, memory.activation(scratch));
                }
            }
        }
    }

    /** Transforms the inputs of the unit's tiles, a run of neighbouring tiles at a time. */
    final void inputs(long x, int unit, long scratch) {
        inputs(spec.x(), x, unit, scratch);
    }

    /** The same with the input in another layout, of which there need only be the unit's rows. */
    final void inputs(Layout in, long x, int unit, long scratch) {
        int first = tiles.firstTile(unit);
        int end = tiles.endTile(unit);
        long columns = memory.columns(scratch);
        int plane = Math.toIntExact(memory.inputPlane());
        int stride = transform.stride();
        for (int cb = 0; cb < in.blocks(); cb++) {
            long image = x + in.blockStart(tiles.image(unit), cb);
            long target = memory.input(scratch, 0, cb);
            for (int tile = first; tile < end; ) {
                int i = tile / tiles.columns();
                int j = tile - i * tiles.columns();
                int run = Math.min(tiles.columns() - j, end - tile);
                int row = stride * tiles.top(i) - spec.window().padTop();
                int column = stride * tiles.left(j) - spec.window().padLeft();
                long source =
                        image
                                + (long) (in.top() + row) * in.rowBytes()
                                + (long) (in.left() + column) * in.pixelBytes();
                WinogradRuns.input(
                        transform,
                        source,
                        in.rowBytes(),
                        stride * (tiles.left(j + run - 1) - tiles.left(j)),
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
    private void outputs(
            long packed, long residual, long base, int unit, int panel, int v, long scratch) {
        int first = tiles.firstTile(unit);
        int end = tiles.endTile(unit);
        int cb = memory.vectors() * panel + v;
        long bias = panels.bias(packed, panel, v);
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
            int row = tiles.top(i) / pool;
            long target = base + y.blockOffset(tiles.image(unit), cb, row, tiles.left(j) / pool);
            boolean another = tiles.sharedRows(i) > 0 && from - columns < first;
            boolean aside = epilogue.hasResidual() || another || tiles.sharedColumns(j) > 0;
            long stripBytes = (long) (last + tiles.size()) * Lanes.BYTES;
            tile = from;
            if (pool > 1 && !aside) {
                WinogradRuns.maxima(
                        transform,
                        products + (long) (from - first) * step,
                        plane,
                        step,
                        half,
                        bias,
                        epilogue.bounds().low(),
                        memory.strip(scratch),
                        target,
                        y.rowBytes(),
                        last,
                        run);
                continue;
            }
            WinogradRuns.output(
                    transform,
                    products + (long) (from - first) * step,
                    plane,
                    step,
                    half,
                    bias,
                    epilogue.hasResidual() ? PackedEpilogue.NO_FLOOR : epilogue.bounds().low(),
                    aside ? memory.strip(scratch) : target,
                    aside ? stripBytes : y.rowBytes(),
                    last,
                    run);
            if (aside) {
                storeOwn(memory.strip(scratch), stripBytes, target, i, j, residual);
            }
        }
    }

    /** Stores the pixels of a run that belong to no other tiles, residual added, or maxima. */
    private void storeOwn(long strip, long stripBytes, long target, int i, int j, long residual) {
        int skipped = tiles.sharedColumns(j);
        int row = tiles.sharedRows(i);
        long source = strip + row * stripBytes + (long) skipped * Lanes.BYTES;
        long own =
                target + (long) (row / pool) * y.rowBytes() + (long) (skipped / pool) * Lanes.BYTES;
        long bytes = stripBytes - (long) skipped * Lanes.BYTES;
        if (pool > 1) {
            int pooled = (tiles.size() - row) / pool;
            MaxPool2x2.rows(source, stripBytes, own, y.rowBytes(), pooled, bytes);
            return;
        }
        for (; row < tiles.size(); row++) {
            if (epilogue.hasResidual()) {
                PackedEpilogue.add(source, own, bytes, residual, epilogue.bounds().low());
            } else {
                Memory.copy(source, own, bytes);
            }
            source += stripBytes;
            own += y.rowBytes();
        }
    }

    /** Activation and halo of the unit's own pixels in channel block {@code cb}. */
    private void finish(long base, int unit, int cb, long activation) {
        int end = tiles.endTile(unit);
        for (int tile = tiles.firstTile(unit); tile < end; ) {
            int i = tile / tiles.columns();
            int j = tile % tiles.columns();
            int whole = j == 0 ? (end - tile) / tiles.columns() : 0;
            if (whole > 0) {
                int lastRow = Math.min((i + whole) * tiles.size() / pool, y.height());
                int firstRow = i * tiles.size() / pool;
                int n = tiles.image(unit);
                epilogue.finishRows(y, base, n, cb, firstRow, lastRow, activation);
                tile += whole * tiles.columns();
            } else {
                int run = Math.min(tiles.columns() - j, end - tile);
                finishTiles(base, unit, cb, i, j, run, activation);
                tile += run;
            }
        }
    }

    /** Finishes {@code run} tiles of row {@code i} of tiles, which the unit has not all of. */
    private void finishTiles(long base, int unit, int cb, int i, int j, int run, long activation) {
        int n = tiles.image(unit);
        int from = j * tiles.size() / pool;
        int to = Math.min((j + run) * tiles.size() / pool, y.width());
        int lastRow = Math.min((i + 1) * tiles.size() / pool, y.height());
        for (int row = i * tiles.size() / pool; row < lastRow; row++) {
            if (epilogue.hasActivation()) {
                long address = base + y.blockOffset(n, cb, row, from);
                epilogue.activate(address, (long) (to - from) * Lanes.BYTES, activation);
            }
            if (j == 0) {
                HaloLoops.clearRows(y, base, n, cb, row, row + 1);
            }
        }
    }
}
