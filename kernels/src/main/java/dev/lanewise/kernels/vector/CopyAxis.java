package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.CopySpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One axis of a copy, its strides in bytes. */
record CopyAxis(int extent, long source, long target) {

    /**
     * The fewest axes that say the same, those along which the target is denser further inside:
     * axes of one element are dropped, axes that continue each other are joined.
     */
    static List<CopyAxis> simplified(CopySpec spec) {
        List<CopyAxis> axes = new ArrayList<>();
        for (int k = 0; k < spec.shape().size(); k++) {
            long source = spec.sourceStrides().get(k) * spec.elementBytes();
            long target = spec.targetStrides().get(k) * spec.elementBytes();
            if (spec.shape().get(k) != 1) {
                axes.add(new CopyAxis(spec.shape().get(k), source, target));
            }
        }
        axes.sort(Comparator.comparingLong(CopyAxis::target).reversed());
        for (int k = axes.size() - 2; k >= 0; k--) {
            CopyAxis inner = axes.get(k + 1);
            if (axes.get(k).continues(inner)) {
                int extent = Math.multiplyExact(axes.get(k).extent, inner.extent);
                axes.set(k, new CopyAxis(extent, inner.source, inner.target));
                axes.remove(k + 1);
            }
        }
        return axes;
    }

    private boolean continues(CopyAxis inner) {
        return source == inner.extent * inner.source && target == inner.extent * inner.target;
    }
}
