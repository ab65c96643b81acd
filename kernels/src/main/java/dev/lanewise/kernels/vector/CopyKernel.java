package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.vector.ReorderTiles.Place;

import java.util.Comparator;
import java.util.List;

/**
 * A strided copy. The innermost axis of {@link CopyAxis#simplified} gives columns; of the others
 * the one along which the source is densest gives rows, so that a tile of both uses the cache lines
 * that it touches; with 4-byte elements they are transposed in vectors. A unit is one tile.
 */
final class CopyKernel extends Kernel {

    /** Rows and columns of a tile whose elements are copied one by one. */
    private static final int TILE = 64;

    /** Bytes of a tile that is copied as runs. */
    private static final int RUN_BYTES = 1 << 16;

    private static final CopyAxis POINT = new CopyAxis(1, 0, 0);

    private final int elementBytes;
    private final long sourceStart;
    private final long targetStart;
    private final boolean runs;
    private final boolean transposes;
    private final Place sourceTiles;
    private final Place targetTiles;
    private final List<CopyAxis> outer;
    private final CopyAxis rows;
    private final CopyAxis columns;
    private final int tileRows;
    private final int tileColumns;

    /** The strided copy that {@code spec} describes. */
    static CopyKernel of(CopySpec spec) {
        List<CopyAxis> axes = CopyAxis.simplified(spec);
        CopyAxis columns = axes.isEmpty() ? POINT : axes.removeLast();
        CopyAxis rows =
                axes.stream()
                        .min(Comparator.comparingLong(axis -> Math.abs(axis.source())))
                        .orElse(POINT);
        axes.remove(rows);
        return new CopyKernel(spec, List.copyOf(axes), rows, columns);
    }

    private CopyKernel(CopySpec spec, List<CopyAxis> outer, CopyAxis rows, CopyAxis columns) {
        super(
                isRun(spec, columns)
                        ? "copy runs"
                        : transposes(spec, rows, columns) ? "copy transposed" : "copy strided",
                units(spec, outer, rows, columns),
                transposes(spec, rows, columns) ? ReorderTiles.SCRATCH_BYTES : 0,
                new Operand("source", spec.sourceBytes()),
                new Operand("target", spec.targetBytes()));
        this.elementBytes = spec.elementBytes();
        this.sourceStart = spec.sourceStart() * elementBytes;
        this.targetStart = spec.targetStart() * elementBytes;
        this.runs = isRun(spec, columns);
        this.transposes = transposes(spec, rows, columns);
        this.outer = outer;
        this.sourceTiles = new Place(columns.source(), Lanes.COUNT, Lanes.COUNT * columns.source());
        this.targetTiles = new Place(rows.target(), Lanes.COUNT, Lanes.BYTES);
        this.rows = rows;
        this.columns = columns;
        this.tileRows = tileRows(spec, columns);
        this.tileColumns = tileColumns(spec, columns);
    }

    private static boolean isRun(CopySpec spec, CopyAxis columns) {
        int bytes = spec.elementBytes();
        return columns.source() == bytes && columns.target() == bytes;
    }

    /** Whether rows of the source become columns of the target, in tiles of vectors. */
    private static boolean transposes(CopySpec spec, CopyAxis rows, CopyAxis columns) {
        return spec.elementBytes() == Float.BYTES
                && ReorderTiles.usable()
                && rows.source() == Float.BYTES
                && columns.target() == Float.BYTES
                && rows.extent() >= Lanes.COUNT
                && columns.extent() >= Lanes.COUNT;
    }

    private static int tileColumns(CopySpec spec, CopyAxis columns) {
        return isRun(spec, columns) ? RUN_BYTES / spec.elementBytes() : TILE;
    }

    private static int tileRows(CopySpec spec, CopyAxis columns) {
        if (!isRun(spec, columns)) {
            return TILE;
        }
        int run = Math.max(1, columns.extent());
        return Math.max(1, RUN_BYTES / spec.elementBytes() / run);
    }

    private static int units(CopySpec spec, List<CopyAxis> outer, CopyAxis rows, CopyAxis columns) {
        int tiles =
                Math.multiplyExact(
                        Math.ceilDiv(rows.extent(), tileRows(spec, columns)),
                        Math.ceilDiv(columns.extent(), tileColumns(spec, columns)));
        return outer.stream().mapToInt(CopyAxis::extent).reduce(tiles, Math::multiplyExact);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int columnTiles = Math.ceilDiv(columns.extent(), tileColumns);
        int rowTiles = Math.ceilDiv(rows.extent(), tileRows);
        for (int unit = from; unit < to; unit++) {
            int firstColumn = unit % columnTiles * tileColumns;
            int firstRow = unit / columnTiles % rowTiles * tileRows;
            int index = unit / columnTiles / rowTiles;
            long source = sourceStart + firstRow * rows.source() + firstColumn * columns.source();
            long target = targetStart + firstRow * rows.target() + firstColumn * columns.target();
            for (int k = outer.size() - 1; k >= 0; k--) {
                CopyAxis axis = outer.get(k);
                source += index % axis.extent() * axis.source();
                target += index % axis.extent() * axis.target();
                index /= axis.extent();
            }
            int rowCount = Math.min(tileRows, rows.extent() - firstRow);
            int columnCount = Math.min(tileColumns, columns.extent() - firstColumn);
            long from0 = addresses[0] + source;
            long to0 = addresses[1] + target;
            if (transposes) {
                transposed(from0, to0, rowCount, columnCount, scratch);
            } else {
                tile(from0, to0, rowCount, columnCount);
            }
        }
    }

    /** Whole tiles by vectors, what is left over at the right and below element by element. */
    private void transposed(long source, long target, int rowCount, int count, long scratch) {
        int wholeRows = rowCount - rowCount % Lanes.COUNT;
        int tiles = count / Lanes.COUNT;
        int whole = tiles * Lanes.COUNT;
        for (int i = 0; i < wholeRows; i += Lanes.COUNT) {
            long x = source + i * rows.source();
            long y = target + i * rows.target();
            ReorderTiles.transpose(x, sourceTiles, y, targetTiles, tiles, scratch);
        }
        long right = source + whole * columns.source();
        tile(right, target + whole * columns.target(), wholeRows, count - whole);
        long below = target + wholeRows * rows.target();
        tile(source + wholeRows * rows.source(), below, rowCount - wholeRows, count);
    }

    private void tile(long source, long target, int rowCount, int count) {
        for (int i = 0; i < rowCount; i++) {
            long from = source + i * rows.source();
            long to = target + i * rows.target();
            if (runs) {
                Memory.copy(from, to, (long) count * elementBytes);
            } else {
                elements(from, to, count);
            }
        }
    }

    private void elements(long from, long to, int count) {
        switch (elementBytes) {
            case 1 -> CopyLoops.bytes(from, columns.source(), to, columns.target(), count);
            case 2 -> CopyLoops.shorts(from, columns.source(), to, columns.target(), count);
            case 4 -> CopyLoops.ints(from, columns.source(), to, columns.target(), count);
            default -> CopyLoops.longs(from, columns.source(), to, columns.target(), count);
        }
    }
}
