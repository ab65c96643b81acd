package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

/** How an update is combined with the element that it meets. */
public enum ScatterReduction {
    /** It replaces it. */
    NONE,
    /** It is added. */
    ADD,
    /** It is multiplied with it. */
    MUL,
    /** The larger stays. */
    MAX,
    /** The smaller stays. */
    MIN;

    /** Combines element i of the updates with element j of y. */
    void apply(Tensor updates, int i, Tensor y, int j) {
        boolean floats = y.dtype().isFloat();
        switch (this) {
            case NONE -> IndexedCopy.element(updates, i, y, j);
            case ADD -> {
                if (floats) {
                    y.setDouble(j, y.getDouble(j) + updates.getDouble(i));
                } else {
                    y.setLong(j, y.getLong(j) + updates.getLong(i));
                }
            }
            case MUL -> {
                if (floats) {
                    y.setDouble(j, y.getDouble(j) * updates.getDouble(i));
                } else {
                    y.setLong(j, y.getLong(j) * updates.getLong(i));
                }
            }
            case MAX -> {
                if (Ordering.compare(updates, i, y, j) > 0) {
                    IndexedCopy.element(updates, i, y, j);
                }
            }
            case MIN -> {
                if (Ordering.compare(updates, i, y, j) < 0) {
                    IndexedCopy.element(updates, i, y, j);
                }
            }
        }
    }
}
