package dev.lanewise.model.plan;

import dev.lanewise.kernels.Layout;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.TensorType;

import java.lang.foreign.MemorySegment;

/**
 * A tensor in memory.
 *
 * @param type element type and shape
 * @param layout where its elements lie; for types other than FLOAT32 only the row-major order
 *     counts
 * @param slot its memory
 */
record Value(TensorType type, Layout layout, Slot slot) {

    /** The same memory seen as another type of as many elements; this value is row-major. */
    Value as(TensorType other) {
        return new Value(other, Layouts.plain(other.shape()), slot);
    }

    /** The same memory in an equivalent layout. */
    Value as(Layout other) {
        return new Value(type, other, slot);
    }

    /** The part of this value that begins {@code start} bytes into it. */
    Value part(long start, Layout part) {
        return new Value(type, part, slot.part(start, part.bytes()));
    }

    /** Whether the elements lie in row-major order. */
    boolean isPlain() {
        return Layouts.isPlain(layout);
    }

    /** This row-major value as a tensor of a session. */
    Tensor tensor(MemorySegment arena) {
        return new Tensor(type.dtype(), type.shape(), slot.in(arena));
    }
}
