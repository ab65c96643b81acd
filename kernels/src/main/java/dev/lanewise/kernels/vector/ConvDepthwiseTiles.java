package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;

import java.lang.ref.Reference;

/**
 * Depthwise convolution of any kernel, stride and dilation, by {@link DepthwiseTiles}. A unit is a
 * range of pixels of one image times a range of channel blocks.
 */
final class ConvDepthwiseTiles extends ConvDepthwise {

    private static final int TILE_ROWS = 8;

    private final ConvUnits units;
    private final PackedEpilogue epilogue;

    ConvDepthwiseTiles(ConvSpec spec, Epilogue epilogue) {
        ConvUnits units = ConvUnits.of(spec, spec.y().blocks(), false);
        super(TILE_ROWS + "x1", units, scratchBytes(units, epilogue), spec, epilogue);
        this.units = units;
        this.epilogue = new PackedEpilogue(epilogue);
    }

    /** Rows of addresses, the sums where y may hold the residual, and what the activation needs. */
    private static long scratchBytes(ConvUnits units, Epilogue epilogue) {
        return (long) units.maxPixels()
                        * (PackedRows.BYTES + (epilogue.residual() ? Lanes.BYTES : 0))
                + UnaryLoops.SCRATCH_BYTES;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long sums = scratch + (long) units.maxPixels() * PackedRows.BYTES;
        for (int unit = from; unit < to; unit++) {
            if (unit == from || !units.samePixels(unit, unit - 1)) {
                units.fillRows(scratch, unit, addresses[0], y);
                if (epilogue.hasResidual()) {
                    PackedRows.fillOutputs(scratch, units.maxPixels(), sums, Lanes.BYTES);
                }
            }
            for (int cb = units.firstPanel(unit); cb < units.endPanel(unit); cb++) {
                long panel = addresses[1] + cb * panelBytes();
                tiles(scratch, units.endPixel(unit) - units.firstPixel(unit), panel, cb);
                if (epilogue.hasResidual()) {
                    units.addResidual(sums, y, unit, cb, residual, PackedEpilogue.NO_FLOOR);
                }
                units.finish(
                        epilogue, y, unit, cb, scratch + scratchBytes() - UnaryLoops.SCRATCH_BYTES);
            }
        }
        Reference.reachabilityFence(this);
    }

    private void tiles(long rows, int count, long panel, int cb) {
        long xShift = (long) cb * spec.x().planeBytes();
        long shift = epilogue.hasResidual() ? 0 : (long) cb * spec.y().planeBytes();
        for (int row = 0; row < count; row += TILE_ROWS) {
            DepthwiseTiles.run(
                    Math.min(TILE_ROWS, count - row),
                    rows + (long) row * PackedRows.BYTES,
                    offsets.address(),
                    offsets.count(),
                    panel,
                    xShift,
                    shift);
        }
    }
}
