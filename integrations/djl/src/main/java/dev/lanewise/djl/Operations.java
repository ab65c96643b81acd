package dev.lanewise.djl;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.TopK;
import dev.lanewise.model.op.Transpose;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Operations on tensors on the heap, by the plain definitions of Lanewise's operators. None changes
 * what it is given.
 */
final class Operations {

    private Operations() {}

    /** A tensor of zeros. */
    static Tensor empty(DType type, Shape shape) {
        return new Tensor(
                type,
                shape,
                MemorySegment.ofArray(
                        new byte[Math.multiplyExact(shape.elements(), type.bytes())]));
    }

    static Tensor longs(long... values) {
        Tensor tensor = empty(DType.INT64, Shape.of((long) values.length));
        for (int i = 0; i < values.length; i++) {
            tensor.setLong(i, values[i]);
        }
        return tensor;
    }

    static Tensor longs(int[] values) {
        return longs(Arrays.stream(values).asLongStream().toArray());
    }

    /** A scalar of the type that PyTorch gives a Java number. */
    static Tensor scalar(Number number) {
        DType type =
                switch (number) {
                    case Float f -> DType.FLOAT32;
                    case Double d -> DType.FLOAT64;
                    case Long l -> DType.INT64;
                    case Integer i -> DType.INT32;
                    case Short s -> DType.INT16;
                    case Byte b -> DType.INT8;
                    default ->
                            throw new IllegalArgumentException(
                                    "number: expected one of Java's own types, actual "
                                            + number.getClass().getName());
                };
        Tensor tensor = empty(type, Shape.of(new long[0]));
        if (type.isFloat()) {
            tensor.setDouble(0, number.doubleValue());
        } else {
            tensor.setLong(0, number.longValue());
        }
        return tensor;
    }

    /**
     * The first output of an operator.
     *
     * @throws IllegalArgumentException if the inputs don't fit it
     */
    static Tensor apply(Op op, Tensor... inputs) {
        return applyAll(op, inputs).getFirst();
    }

    static List<Tensor> applyAll(Op op, Tensor... inputs) {
        List<String> names = new ArrayList<>();
        List<Tensor> given = new ArrayList<>();
        Map<String, TensorType> types = new HashMap<>();
        Map<String, Tensor> constants = new HashMap<>();
        for (Tensor input : inputs) {
            String name = input == ABSENT ? "" : "input" + names.size();
            names.add(name);
            given.add(input == ABSENT ? null : input);
            types.put(name, TensorType.of(input));
            constants.put(name, input);
        }
        try {
            Inputs in = new Inputs(new Node("djl", op, names, List.of("y")), types, constants);
            List<Tensor> outputs =
                    op.infer(in).stream().map(type -> empty(type.dtype(), type.shape())).toList();
            op.compute(given, outputs);
            return outputs;
        } catch (ModelException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** In place of an optional input that is not given. */
    static final Tensor ABSENT = longs();

    static Tensor cast(Tensor x, DType type) {
        return x.dtype() == type ? x : apply(new Cast(type), x);
    }

    static Tensor copy(Tensor x) {
        Tensor copy = empty(x.dtype(), x.shape());
        copy.segment().copyFrom(x.segment());
        return copy;
    }

    /** Integers and booleans as floats, for functions that have real values. */
    static Tensor floats(Tensor x) {
        return x.dtype().isFloat() ? x : cast(x, DType.FLOAT32);
    }

    static boolean isScalar(Tensor x) {
        return x.shape().rank() == 0;
    }

    /** Two tensors in the type they have in common, by {@link Types#common}. */
    static Tensor[] pair(Tensor a, Tensor b) {
        DType type = Types.common(a.dtype(), isScalar(a), b.dtype(), isScalar(b));
        return new Tensor[] {cast(a, type), cast(b, type)};
    }

    static Tensor arithmetic(Binary function, Tensor a, Tensor b) {
        Tensor[] pair = pair(a, b);
        if (function == Binary.DIV) {
            pair = new Tensor[] {floats(pair[0]), floats(pair[1])};
        }
        return apply(new Arithmetic(function), pair);
    }

    static Tensor reduce(Reduce.Kind kind, Tensor x, int[] axes, boolean keep) {
        boolean adds = kind == Reduce.Kind.SUM || kind == Reduce.Kind.PROD;
        Tensor wide = adds && !x.dtype().isFloat() ? cast(x, DType.INT64) : x;
        return apply(new Reduce(kind, keep, false), wide, longs(axes));
    }

    static Tensor mean(Tensor x, int[] axes, boolean keep) {
        return apply(new ReduceMean(keep), floats(x), longs(axes));
    }

    static int[] allAxes(Tensor x) {
        return IntStream.range(0, x.shape().rank()).toArray();
    }

    static int axis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "axis: expected one from " + -rank + " to " + (rank - 1) + ", actual " + axis);
        }
        return axis < 0 ? axis + rank : axis;
    }

    static Tensor transpose(Tensor x, int... axes) {
        return apply(new Transpose(Arrays.stream(axes).boxed().toList()), x);
    }

    static Tensor slice(Tensor x, long[] starts, long[] ends, long[] axes, long[] steps) {
        return apply(new Slice(), x, longs(starts), longs(ends), longs(axes), longs(steps));
    }

    /** The k largest or smallest along an axis with their indices, best first. */
    static List<Tensor> top(Tensor x, long k, int axis, boolean largest) {
        return applyAll(new TopK(axis, largest), x, longs(k));
    }

    static Tensor concat(List<Tensor> tensors, int axis) {
        DType type = tensors.getFirst().dtype();
        for (Tensor tensor : tensors) {
            type = Types.common(type, false, tensor.dtype(), false);
        }
        DType common = type;
        return apply(
                new Concat(axis),
                tensors.stream().map(tensor -> cast(tensor, common)).toArray(Tensor[]::new));
    }

    static Tensor expandDims(Tensor x, int axis) {
        int rank = x.shape().rank();
        int at = axis(axis, rank + 1);
        long[] dims = new long[rank + 1];
        for (int i = 0; i <= rank; i++) {
            dims[i] = i == at ? 1 : x.shape().dim(i < at ? i : i - 1);
        }
        return x.reshaped(Shape.of(dims));
    }

    /** Without these axes, whose extent must be 1. */
    static Tensor squeeze(Tensor x, int[] axes) {
        int rank = x.shape().rank();
        boolean[] dropped = new boolean[rank];
        for (int axis : axes) {
            int at = axis(axis, rank);
            if (x.shape().dim(at) != 1) {
                throw new IllegalArgumentException(
                        "squeeze: expected extent 1 at axis " + axis + ", actual " + x.shape());
            }
            dropped[at] = true;
        }
        return x.reshaped(
                Shape.of(
                        IntStream.range(0, rank)
                                .filter(i -> !dropped[i])
                                .mapToLong(i -> x.shape().dim(i))
                                .toArray()));
    }

    /**
     * Pictures in another size, as PyTorch's {@code interpolate} with antialiasing.
     *
     * @param x [H, W, C] or [N, H, W, C]
     * @param mode nearest, linear or cubic
     */
    static Tensor resize(Tensor x, int width, int height, Resize.Mode mode) {
        int h = x.shape().rank() - 3;
        if (h != 0 && h != 1) {
            throw new IllegalArgumentException(
                    "resize: expected [H, W, C] or [N, H, W, C], actual " + x.shape());
        }
        boolean nearest = mode == Resize.Mode.NEAREST;
        Resize resize =
                new Resize(
                        mode,
                        nearest ? Resize.Coordinates.ASYMMETRIC : Resize.Coordinates.HALF_PIXEL,
                        Resize.Nearest.FLOOR,
                        -0.5f,
                        true,
                        0,
                        !nearest,
                        Resize.Policy.STRETCH,
                        List.of(h, h + 1));
        return cast(
                apply(resize, cast(x, DType.FLOAT32), ABSENT, ABSENT, longs(height, width)),
                x.dtype());
    }
}
