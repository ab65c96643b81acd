package dev.lanewise.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes arrays. Their memory is on the heap; closing a manager makes them unusable. */
class LwNDManager extends BaseNDManager {

    private static final class Holder {
        static final LwNDManager SYSTEM = new SystemManager();
    }

    private LwNDManager(@Nullable NDManager parent, @Nullable Device device) {
        super(parent, device);
        alternativeManager = Refusal.MANAGER;
    }

    static LwNDManager system() {
        return Holder.SYSTEM;
    }

    /** An array of this manager over a tensor. */
    LwNDArray array(Tensor tensor) {
        return new LwNDArray(this, tensor);
    }

    @Override
    public ByteBuffer allocateDirect(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    @Override
    public @Nullable NDArray from(@Nullable NDArray array) {
        if (array == null || array instanceof LwNDArray) {
            return array;
        }
        NDArray copy = create(array.toByteBuffer(), array.getShape(), array.getDataType());
        copy.setName(array.getName());
        return copy;
    }

    @Override
    public LwNDArray create(Buffer data, Shape shape, DataType type) {
        int elements = Math.toIntExact(shape.size());
        BaseNDManager.validateBuffer(data, type, elements);
        Tensor tensor = Operations.empty(Types.of(type), Types.of(shape));
        if (data instanceof ByteBuffer bytes) {
            tensor.segment()
                    .copyFrom(
                            MemorySegment.ofBuffer(bytes).asSlice(0, tensor.segment().byteSize()));
        } else {
            BaseNDManager.copyBuffer(
                    data, tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder()));
        }
        return array(tensor);
    }

    @Override
    public NDArray create(Shape shape, DataType type) {
        return array(Operations.empty(Types.of(type), Types.of(shape)));
    }

    @Override
    public NDArray zeros(Shape shape, DataType type) {
        return create(shape, type);
    }

    @Override
    public NDArray ones(Shape shape, DataType type) {
        return full(shape, 1, type);
    }

    @Override
    public NDArray full(Shape shape, float value, DataType type) {
        return filled(shape, type, i -> value);
    }

    @Override
    public NDArray arange(float start, float stop, float step, DataType type) {
        long count = Math.max(0, (long) Math.ceil(((double) stop - start) / step));
        return filled(new Shape(count), type, i -> start + (double) step * i);
    }

    @Override
    public NDArray linspace(float start, float stop, int count, boolean endpoint) {
        double step = ((double) stop - start) / Math.max(1, endpoint ? count - 1 : count);
        return filled(new Shape(count), DataType.FLOAT32, i -> start + step * i);
    }

    @Override
    public NDArray eye(int rows, int columns, int k, DataType type) {
        return filled(new Shape(rows, columns), type, i -> i % columns - i / columns == k ? 1 : 0);
    }

    private interface Filling {
        double at(int i);
    }

    private NDArray filled(Shape shape, DataType type, Filling filling) {
        Tensor tensor = Operations.empty(Types.of(type), Types.of(shape));
        for (int i = 0; i < tensor.shape().elements(); i++) {
            tensor.setDouble(i, filling.at(i));
        }
        return array(tensor);
    }

    @Override
    public NDArray randomInteger(long low, long high, Shape shape, DataType type) {
        throw Refusal.of("randomInteger");
    }

    @Override
    public NDArray randomPermutation(long n) {
        throw Refusal.of("randomPermutation");
    }

    @Override
    public NDArray randomUniform(float low, float high, Shape shape, DataType type) {
        throw Refusal.of("randomUniform");
    }

    @Override
    public NDArray randomNormal(float loc, float scale, Shape shape, DataType type) {
        throw Refusal.of("randomNormal");
    }

    @Override
    public LwNDManager newSubManager(@Nullable Device device) {
        LwNDManager manager = new LwNDManager(this, device);
        attachInternal(manager.uid, manager);
        return manager;
    }

    @Override
    public final Engine getEngine() {
        return Engine.getEngine(LanewiseEngine.NAME);
    }

    /** All others are below it; it lives as long as the engine. */
    private static final class SystemManager extends LwNDManager implements SystemNDManager {
        SystemManager() {
            super(null, null);
        }

        @Override
        public void close() {}
    }
}
