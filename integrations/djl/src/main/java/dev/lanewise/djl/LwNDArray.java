package dev.lanewise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrayAdapter;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.ArgExtreme;
import dev.lanewise.model.op.Comparison;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.Not;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.Tile;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An array over a tensor on the heap. Types of results are those that PyTorch has. What is not
 * overridden here ends in {@link Refusal}. Not thread-safe, as no array of DJL is.
 */
final class LwNDArray extends NDArrayAdapter {

    private Tensor tensor;

    LwNDArray(LwNDManager manager, Tensor tensor) {
        super(manager, Refusal.MANAGER, null, null, NDManager.nextUid());
        this.tensor = tensor;
        manager.attachInternal(uid, this);
    }

    /** The tensor, which is this array's own. */
    Tensor tensor() {
        if (isClosed) {
            throw new IllegalStateException("the array is closed");
        }
        return tensor;
    }

    /** The tensor of an array of this engine, or a copy of one of another. */
    static Tensor tensor(NDArray array) {
        if (array instanceof LwNDArray own) {
            return own.tensor();
        }
        Tensor copy = Operations.empty(Types.of(array.getDataType()), Types.of(array.getShape()));
        copy.segment().copyFrom(MemorySegment.ofBuffer(array.toByteBuffer()));
        return copy;
    }

    /** A result, which belongs to this array's manager. */
    LwNDArray made(Tensor result) {
        return ((LwNDManager) manager).array(result);
    }

    LwNDArray made(Unary function) {
        return made(Operations.apply(new Elementwise(function), Operations.floats(tensor())));
    }

    private LwNDArray made(MathFunction.Function function) {
        return made(
                Operations.apply(new MathFunction(function, 0, 0), Operations.floats(tensor())));
    }

    private LwNDArray compared(Comparison.Kind kind, Tensor other) {
        return made(Operations.apply(new Comparison(kind), Operations.pair(tensor(), other)));
    }

    private List<Tensor> sorted(int axis, boolean ascending) {
        long extent = getShape().get(Operations.axis(axis, getShape().dimension()));
        return Operations.top(tensor(), extent, axis, !ascending);
    }

    /** Takes over the values of a result, in this array's type. */
    private NDArray become(NDArray result) {
        Tensor values = Operations.cast(tensor(result), tensor().dtype());
        if (!values.shape().equals(tensor().shape())) {
            throw new IllegalArgumentException(
                    "in place: expected a result of " + getShape() + ", actual " + values.shape());
        }
        tensor = values;
        result.close();
        return this;
    }

    @Override
    public DataType getDataType() {
        return Types.of(tensor().dtype());
    }

    @Override
    public Shape getShape() {
        return Types.of(tensor().shape());
    }

    @Override
    public NDArrayEx getNDArrayInternal() {
        return Refusal.partly(NDArrayEx.class, new Internals(this));
    }

    @Override
    public ByteBuffer toByteBuffer(boolean tryDirect) {
        return tensor().segment().asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void intern(NDArray replaced) {
        tensor = tensor(replaced);
        replaced.close();
    }

    @Override
    public void detach() {
        manager.detachInternal(getUid());
        manager = LwNDManager.system();
    }

    @Override
    public NDArray toType(DataType type, boolean copy) {
        if (type == getDataType() && !copy) {
            return this;
        }
        LwNDArray result = made(Operations.cast(Operations.copy(tensor()), Types.of(type)));
        result.setName(getName());
        return result;
    }

    @Override
    public NDArray duplicate() {
        return toType(getDataType(), true);
    }

    @Override
    public boolean contentEquals(Number number) {
        Tensor all = tensor();
        double value = number.doubleValue();
        return IntStream.range(0, all.shape().elements()).allMatch(i -> all.getDouble(i) == value);
    }

    @Override
    public NDArray get(NDIndex index) {
        return get(manager, index);
    }

    @Override
    public void set(Buffer values) {
        intern(((LwNDManager) manager).create(values, getShape(), getDataType()));
    }

    @Override
    public void set(NDIndex index, NDArray value) {
        new LwIndexer((LwNDManager) manager).set(this, index, value);
    }

    @Override
    public void set(NDIndex index, Number value) {
        new LwIndexer((LwNDManager) manager).set(this, index, value);
    }

    @Override
    public void set(NDIndex index, Function<NDArray, NDArray> function) {
        set(index, function.apply(get(index)));
    }

    @Override
    public void setScalar(NDIndex index, Number value) {
        new LwIndexer((LwNDManager) manager).setScalar(this, index, value);
    }

    @Override
    public NDArray add(Number other) {
        return made(Operations.arithmetic(Binary.ADD, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray add(NDArray other) {
        return made(Operations.arithmetic(Binary.ADD, tensor(), tensor(other)));
    }

    @Override
    public NDArray sub(Number other) {
        return made(Operations.arithmetic(Binary.SUB, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray sub(NDArray other) {
        return made(Operations.arithmetic(Binary.SUB, tensor(), tensor(other)));
    }

    @Override
    public NDArray mul(Number other) {
        return made(Operations.arithmetic(Binary.MUL, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray mul(NDArray other) {
        return made(Operations.arithmetic(Binary.MUL, tensor(), tensor(other)));
    }

    @Override
    public NDArray div(Number other) {
        return made(Operations.arithmetic(Binary.DIV, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray div(NDArray other) {
        return made(Operations.arithmetic(Binary.DIV, tensor(), tensor(other)));
    }

    @Override
    public NDArray pow(Number other) {
        return made(Operations.arithmetic(Binary.POW, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray pow(NDArray other) {
        return made(Operations.arithmetic(Binary.POW, tensor(), tensor(other)));
    }

    @Override
    public NDArray maximum(Number other) {
        return made(Operations.arithmetic(Binary.MAX, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray maximum(NDArray other) {
        return made(Operations.arithmetic(Binary.MAX, tensor(), tensor(other)));
    }

    @Override
    public NDArray minimum(Number other) {
        return made(Operations.arithmetic(Binary.MIN, tensor(), Operations.scalar(other)));
    }

    @Override
    public NDArray minimum(NDArray other) {
        return made(Operations.arithmetic(Binary.MIN, tensor(), tensor(other)));
    }

    @Override
    public NDArray addi(Number other) {
        return become(add(other));
    }

    @Override
    public NDArray addi(NDArray other) {
        return become(add(other));
    }

    @Override
    public NDArray subi(Number other) {
        return become(sub(other));
    }

    @Override
    public NDArray subi(NDArray other) {
        return become(sub(other));
    }

    @Override
    public NDArray muli(Number other) {
        return become(mul(other));
    }

    @Override
    public NDArray muli(NDArray other) {
        return become(mul(other));
    }

    @Override
    public NDArray divi(Number other) {
        return become(div(other));
    }

    @Override
    public NDArray divi(NDArray other) {
        return become(div(other));
    }

    @Override
    public NDArray powi(Number other) {
        return become(pow(other));
    }

    @Override
    public NDArray powi(NDArray other) {
        return become(pow(other));
    }

    @Override
    public NDArray modi(Number other) {
        throw Refusal.of("modi");
    }

    @Override
    public NDArray modi(NDArray other) {
        throw Refusal.of("modi");
    }

    @Override
    public NDArray eq(Number other) {
        return compared(Comparison.Kind.EQUAL, Operations.scalar(other));
    }

    @Override
    public NDArray eq(NDArray other) {
        return compared(Comparison.Kind.EQUAL, tensor(other));
    }

    @Override
    public NDArray gt(Number other) {
        return compared(Comparison.Kind.GREATER, Operations.scalar(other));
    }

    @Override
    public NDArray gt(NDArray other) {
        return compared(Comparison.Kind.GREATER, tensor(other));
    }

    @Override
    public NDArray gte(Number other) {
        return compared(Comparison.Kind.GREATER_OR_EQUAL, Operations.scalar(other));
    }

    @Override
    public NDArray gte(NDArray other) {
        return compared(Comparison.Kind.GREATER_OR_EQUAL, tensor(other));
    }

    @Override
    public NDArray lt(Number other) {
        return compared(Comparison.Kind.LESS, Operations.scalar(other));
    }

    @Override
    public NDArray lt(NDArray other) {
        return compared(Comparison.Kind.LESS, tensor(other));
    }

    @Override
    public NDArray lte(Number other) {
        return compared(Comparison.Kind.LESS_OR_EQUAL, Operations.scalar(other));
    }

    @Override
    public NDArray lte(NDArray other) {
        return compared(Comparison.Kind.LESS_OR_EQUAL, tensor(other));
    }

    @Override
    public NDArray neq(Number other) {
        return eq(other).logicalNot();
    }

    @Override
    public NDArray neq(NDArray other) {
        return eq(other).logicalNot();
    }

    @Override
    public NDArray logicalNot() {
        return made(Operations.apply(new Not(), Operations.cast(tensor(), DType.BOOL)));
    }

    @Override
    public NDArray exp() {
        return made(Unary.of(Unary.Function.EXP));
    }

    @Override
    public NDArray log() {
        return made(Unary.of(Unary.Function.LOG));
    }

    @Override
    public NDArray sqrt() {
        return made(Unary.of(Unary.Function.SQRT));
    }

    @Override
    public NDArray tanh() {
        return made(Unary.of(Unary.Function.TANH));
    }

    @Override
    public NDArray neg() {
        return made(Operations.apply(new Elementwise(Unary.of(Unary.Function.NEG)), tensor()));
    }

    @Override
    public NDArray abs() {
        return made(Operations.apply(new Elementwise(Unary.of(Unary.Function.ABS)), tensor()));
    }

    @Override
    public NDArray floor() {
        return made(Operations.apply(new Elementwise(Unary.of(Unary.Function.FLOOR)), tensor()));
    }

    @Override
    public NDArray ceil() {
        return made(Operations.apply(new Elementwise(Unary.of(Unary.Function.CEIL)), tensor()));
    }

    @Override
    public NDArray negi() {
        return become(neg());
    }

    @Override
    public NDArray signi() {
        throw Refusal.of("signi");
    }

    @Override
    public NDArray round() {
        return made(MathFunction.Function.ROUND);
    }

    @Override
    public NDArray sin() {
        return made(MathFunction.Function.SIN);
    }

    @Override
    public NDArray cos() {
        return made(MathFunction.Function.COS);
    }

    @Override
    public NDArray square() {
        return mul(this);
    }

    @Override
    public NDArray sum() {
        return sum(Operations.allAxes(tensor()), false);
    }

    @Override
    public NDArray sum(int[] axes, boolean keepDims) {
        return made(Operations.reduce(Reduce.Kind.SUM, tensor(), axes, keepDims));
    }

    @Override
    public NDArray prod() {
        return prod(Operations.allAxes(tensor()), false);
    }

    @Override
    public NDArray prod(int[] axes, boolean keepDims) {
        return made(Operations.reduce(Reduce.Kind.PROD, tensor(), axes, keepDims));
    }

    @Override
    public NDArray max() {
        return max(Operations.allAxes(tensor()), false);
    }

    @Override
    public NDArray max(int[] axes, boolean keepDims) {
        return made(Operations.reduce(Reduce.Kind.MAX, tensor(), axes, keepDims));
    }

    @Override
    public NDArray min() {
        return min(Operations.allAxes(tensor()), false);
    }

    @Override
    public NDArray min(int[] axes, boolean keepDims) {
        return made(Operations.reduce(Reduce.Kind.MIN, tensor(), axes, keepDims));
    }

    @Override
    public NDArray mean() {
        return mean(Operations.allAxes(tensor()), false);
    }

    @Override
    public NDArray mean(int[] axes, boolean keepDims) {
        return made(Operations.mean(tensor(), axes, keepDims));
    }

    @Override
    public NDArray norm(boolean keepDims) {
        return norm(2, Operations.allAxes(tensor()), keepDims);
    }

    @Override
    public NDArray norm(int ord, int[] axes, boolean keepDims) {
        if (ord != 1 && ord != 2) {
            throw Refusal.of("norm of order " + ord);
        }
        Reduce.Kind kind = ord == 1 ? Reduce.Kind.L1 : Reduce.Kind.L2;
        return made(Operations.reduce(kind, Operations.floats(tensor()), axes, keepDims));
    }

    @Override
    public NDArray softmax(int axis) {
        return made(Operations.apply(new Softmax(axis, false, false), Operations.floats(tensor())));
    }

    @Override
    public NDArray logSoftmax(int axis) {
        return made(Operations.apply(new Softmax(axis, true, false), Operations.floats(tensor())));
    }

    @Override
    public NDArray cumSum(int axis) {
        Tensor x = tensor().dtype().isFloat() ? tensor() : Operations.cast(tensor(), DType.INT64);
        return made(
                Operations.apply(
                        new CumSum(false, false, false), x, Operations.scalar((long) axis)));
    }

    @Override
    public NDArray cumSum() {
        return flatten().cumSum(0);
    }

    @Override
    public NDArray argMax() {
        return flatten().argMax(0);
    }

    @Override
    public NDArray argMax(int axis) {
        return made(Operations.apply(new ArgExtreme(true, axis, false, false), tensor()));
    }

    @Override
    public NDArray argMin() {
        return flatten().argMin(0);
    }

    @Override
    public NDArray argMin(int axis) {
        return made(Operations.apply(new ArgExtreme(false, axis, false, false), tensor()));
    }

    @Override
    public NDList topK(int k, int axis, boolean largest, boolean sorted) {
        List<Tensor> top = Operations.top(tensor(), k, axis, largest);
        return new NDList(made(top.get(0)), made(top.get(1)));
    }

    @Override
    public NDArray argSort(int axis, boolean ascending) {
        return made(sorted(axis, ascending).get(1));
    }

    @Override
    public NDArray sort(int axis) {
        return made(sorted(axis, true).get(0));
    }

    @Override
    public NDArray sort() {
        return sort(-1);
    }

    @Override
    public NDArray reshape(Shape other) {
        long[] dims = other.getShape().clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] >= 0) {
                known *= dims[i];
            } else if (open < 0) {
                open = i;
            } else {
                throw new IllegalArgumentException("reshape: more than one open extent: " + other);
            }
        }
        if (open >= 0 && known > 0) {
            dims[open] = size() / known;
            known *= dims[open];
        }
        if (known != size()) {
            throw new IllegalArgumentException(
                    "reshape: expected as many elements as " + getShape() + ", actual " + other);
        }
        return made(Operations.copy(tensor()).reshaped(dev.lanewise.model.Shape.of(dims)));
    }

    @Override
    public NDArray flatten() {
        return reshape(new Shape(-1));
    }

    @Override
    public NDArray flatten(int startDim, int endDim) {
        int rank = getShape().dimension();
        int from = Operations.axis(startDim, rank);
        int to = Operations.axis(endDim, rank);
        Shape all = getShape();
        return reshape(
                all.slice(0, from)
                        .add(all.slice(from, to + 1).size())
                        .addAll(all.slice(to + 1, rank)));
    }

    @Override
    public NDArray expandDims(int axis) {
        return made(Operations.copy(Operations.expandDims(tensor(), axis)));
    }

    @Override
    public NDArray squeeze(int[] axes) {
        return made(Operations.copy(Operations.squeeze(tensor(), axes)));
    }

    @Override
    public NDArray transpose() {
        int rank = getShape().dimension();
        return transpose(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    }

    @Override
    public NDArray transpose(int... axes) {
        int rank = getShape().dimension();
        int[] positive = IntStream.of(axes).map(axis -> Operations.axis(axis, rank)).toArray();
        return made(Operations.transpose(tensor(), positive));
    }

    @Override
    public NDArray flip(int... axes) {
        long[] steps = new long[axes.length];
        long[] starts = new long[axes.length];
        long[] ends = new long[axes.length];
        Arrays.fill(steps, -1);
        Arrays.fill(starts, Long.MAX_VALUE);
        Arrays.fill(ends, Long.MIN_VALUE);
        long[] along = IntStream.of(axes).asLongStream().toArray();
        return made(Operations.slice(tensor(), starts, ends, along, steps));
    }

    @Override
    public NDList split(long sections, int axis) {
        long extent = getShape().get(Operations.axis(axis, getShape().dimension()));
        if (sections < 1 || extent % sections != 0) {
            throw new IllegalArgumentException(
                    "split: expected sections that divide " + extent + ", actual " + sections);
        }
        return split(
                LongStream.range(1, sections).map(i -> i * (extent / sections)).toArray(), axis);
    }

    @Override
    public NDList split(long[] indices, int axis) {
        NDList parts = new NDList();
        long[] along = {axis};
        long[] one = {1};
        for (int i = 0; i <= indices.length; i++) {
            long from = i == 0 ? 0 : indices[i - 1];
            long to = i == indices.length ? Long.MAX_VALUE : indices[i];
            parts.add(
                    made(
                            Operations.slice(
                                    tensor(), new long[] {from}, new long[] {to}, along, one)));
        }
        return parts;
    }

    @Override
    public NDArray broadcast(Shape other) {
        return made(Operations.apply(new Expand(), tensor(), Operations.longs(other.getShape())));
    }

    @Override
    public NDArray tile(long[] repeats) {
        return made(Operations.apply(new Tile(), tensor(), Operations.longs(repeats)));
    }

    @Override
    public NDArray clip(Number min, Number max) {
        return maximum(min).minimum(max).toType(getDataType(), false);
    }

    @Override
    public NDArray gather(NDArray index, int axis) {
        return made(Operations.apply(new GatherElements(axis), tensor(), tensor(index)));
    }

    @Override
    public NDArray take(NDManager target, NDArray index) {
        return ((LwNDManager) target)
                .array(
                        Operations.apply(
                                new Gather(0), ((LwNDArray) flatten()).tensor(), tensor(index)));
    }

    @Override
    public NDArray matMul(NDArray other) {
        Tensor[] pair = Operations.pair(tensor(), tensor(other));
        return made(Operations.apply(new MatMul(), pair));
    }

    @Override
    public NDArray put(NDArray index, NDArray value) {
        throw Refusal.of("put");
    }

    @Override
    public NDArray scatter(NDArray index, NDArray value, int axis) {
        throw Refusal.of("scatter");
    }

    @Override
    public String[] toStringArray(Charset charset) {
        throw Refusal.of("toStringArray");
    }

    @Override
    public void setRequiresGradient(boolean requiresGrad) {
        throw Refusal.of("setRequiresGradient");
    }

    @Override
    public NDArray getGradient() {
        throw Refusal.of("getGradient");
    }

    @Override
    public NDArray stopGradient() {
        throw Refusal.of("stopGradient");
    }
}
