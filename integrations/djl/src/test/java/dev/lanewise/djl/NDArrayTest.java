package dev.lanewise.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** Operations on arrays have the values, types and shapes that DJL's PyTorch engine gives them. */
class NDArrayTest {

    private final List<DynamicTest> cases = new ArrayList<>();

    /** Adds a case whose result must be the same, floats to a relative 1e-5. */
    private void same(String name, Function<NDManager, NDArray> operation) {
        list(name, manager -> new NDList(operation.apply(manager)));
    }

    private void list(String name, Function<NDManager, NDList> operation) {
        cases.add(DynamicTest.dynamicTest(name, () -> compare(operation, 0)));
    }

    private static void compare(Function<NDManager, NDList> operation, int steps) {
        try (NDManager ours = NDManager.newBaseManager(LanewiseEngine.NAME);
                NDManager theirs = NDManager.newBaseManager("PyTorch")) {
            NDList actual = operation.apply(ours);
            NDList expected = operation.apply(theirs);
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < expected.size(); i++) {
                NDArray e = expected.get(i);
                NDArray a = actual.get(i);
                assertTrue(a instanceof LwNDArray);
                assertEquals(e.getDataType(), a.getDataType());
                assertEquals(e.getShape(), a.getShape());
                double[] want = e.toType(DataType.FLOAT64, false).toDoubleArray();
                double[] have = a.toType(DataType.FLOAT64, false).toDoubleArray();
                boolean floats = e.getDataType().isFloating();
                for (int j = 0; j < want.length; j++) {
                    double tolerance = floats ? 1e-5 * Math.max(1, Math.abs(want[j])) : steps;
                    assertEquals(want[j], have[j], tolerance, "element " + j);
                }
            }
        }
    }

    private static NDArray floats(NDManager manager, long... shape) {
        Random random = new Random(5);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 4 - 2;
        }
        return manager.create(values, new Shape(shape));
    }

    private static NDArray bytes(NDManager manager, long... shape) {
        byte[] values = new byte[(int) new Shape(shape).size()];
        new Random(6).nextBytes(values);
        return manager.create(java.nio.ByteBuffer.wrap(values), new Shape(shape), DataType.UINT8);
    }

    private static NDArray ints(NDManager manager) {
        return manager.create(new int[] {5, -3, 0, 9, 9, 2}, new Shape(2, 3));
    }

    @TestFactory
    List<DynamicTest> creation() {
        same("zeros", m -> m.zeros(new Shape(2, 3)));
        same("ones", m -> m.ones(new Shape(2), DataType.INT32));
        same("full", m -> m.full(new Shape(2, 2), 2.5f));
        same("arange", m -> m.arange(1f, 6f, 2f));
        same("arange of ints", m -> m.arange(2, 9, 3, DataType.INT32));
        same("linspace", m -> m.linspace(0, 1, 5));
        same("eye", m -> m.eye(3, 4, 0, DataType.FLOAT32));
        same("scalar float", m -> m.create(1.5f));
        same("scalar double", m -> m.create(1.5));
        same("scalar int", m -> m.create(3));
        same("scalar long", m -> m.create(3L));
        same("booleans", m -> m.create(new boolean[] {true, false}));
        same("longs", m -> m.create(new long[] {Long.MIN_VALUE, 7}));
        same("rows", m -> m.create(new float[][] {{1, 2}, {3, 4}}));
        same("duplicate", m -> ints(m).duplicate());
        same("zerosLike", m -> ints(m).zerosLike());
        same("onesLike", m -> floats(m, 2, 2).onesLike());
        return cases;
    }

    @TestFactory
    List<DynamicTest> types() {
        for (DataType type :
                List.of(
                        DataType.FLOAT32,
                        DataType.FLOAT64,
                        DataType.INT32,
                        DataType.INT64,
                        DataType.BOOLEAN)) {
            same("floats to " + type, m -> floats(m, 7).toType(type, true));
            same("bytes to " + type, m -> bytes(m, 7).toType(type, true));
        }
        same(
                "positive floats to bytes",
                m -> floats(m, 7).abs().mul(60).toType(DataType.UINT8, true));
        same("int + float", m -> ints(m).add(1.5f));
        same("int + int", m -> ints(m).add(2));
        same("byte + int", m -> bytes(m, 4).div(2).add(1));
        same("byte / double", m -> bytes(m, 4).div(255.0));
        same("byte / float", m -> bytes(m, 4).div(255f));
        same("int / int", m -> ints(m).div(2));
        same("int array + float array", m -> ints(m).add(floats(m, 2, 3)));
        same("int array + long array", m -> ints(m).add(m.create(new long[] {1, 2, 3})));
        same("float + double", m -> floats(m, 3).add(m.create(new double[] {1, 2, 3})));
        return cases;
    }

    @TestFactory
    List<DynamicTest> arithmetic() {
        same("add", m -> floats(m, 2, 3).add(floats(m, 3)));
        same("sub", m -> floats(m, 2, 3).sub(floats(m, 2, 1)));
        same("mul", m -> floats(m, 2, 3).mul(floats(m, 1, 3)));
        same("div", m -> floats(m, 2, 3).div(floats(m, 2, 3)));
        same("pow", m -> floats(m, 5).abs().pow(1.5));
        same("sub number", m -> floats(m, 5).sub(2));
        same("mul number", m -> floats(m, 5).mul(2.5));
        same("addi", m -> floats(m, 5).addi(2));
        same("subi", m -> floats(m, 2, 3).subi(floats(m, 3)));
        same("muli", m -> floats(m, 5).muli(floats(m, 5)));
        same("divi", m -> floats(m, 5).divi(3));
        same("maximum", m -> floats(m, 5).maximum(0));
        same("minimum", m -> floats(m, 5).minimum(0.5f));
        same("clip", m -> floats(m, 9).clip(-1, 1));
        same("neg", m -> ints(m).neg());
        same("abs", m -> ints(m).abs());
        same("square", m -> floats(m, 5).square());
        same("sqrt", m -> floats(m, 5).abs().sqrt());
        same("exp", m -> floats(m, 5).exp());
        same("log", m -> floats(m, 5).abs().log());
        same("floor", m -> floats(m, 9).floor());
        same("ceil", m -> floats(m, 9).ceil());
        same("round", m -> floats(m, 9).mul(3).round());
        same("sin", m -> floats(m, 5).sin());
        same("cos", m -> floats(m, 5).cos());
        same("tanh", m -> floats(m, 5).tanh());
        same("relu", m -> floats(m, 5).getNDArrayInternal().relu());
        same("sigmoid", m -> floats(m, 5).getNDArrayInternal().sigmoid());
        same("matMul", m -> floats(m, 2, 3).matMul(floats(m, 3, 4)));
        return cases;
    }

    @TestFactory
    List<DynamicTest> comparison() {
        same("eq", m -> ints(m).eq(9));
        same("neq", m -> ints(m).neq(9));
        same("gt", m -> floats(m, 5).gt(0));
        same("gte", m -> ints(m).gte(ints(m)));
        same("lt", m -> ints(m).lt(2.5));
        same("lte", m -> floats(m, 2, 3).lte(floats(m, 3)));
        same("logicalNot", m -> floats(m, 5).gt(0).logicalNot());
        same("where", m -> NDArrays.where(floats(m, 5).gt(0), floats(m, 5), m.zeros(new Shape(5))));
        return cases;
    }

    @TestFactory
    List<DynamicTest> reduction() {
        same("sum", m -> floats(m, 3, 4).sum());
        same("sum of axis", m -> floats(m, 3, 4).sum(new int[] {1}));
        same("sum of ints", m -> ints(m).sum());
        same("sum of bytes", m -> bytes(m, 3, 4).sum(new int[] {0}, true));
        same("mean", m -> floats(m, 3, 4).mean());
        same("mean of axis", m -> floats(m, 2, 3, 4).mean(new int[] {0}));
        same("sum of axes", m -> floats(m, 2, 3, 4).sum(new int[] {0, 2}));
        same("mean kept", m -> floats(m, 3, 4).mean(new int[] {-1}, true));
        same("max", m -> floats(m, 3, 4).max());
        same("max of axis", m -> ints(m).max(new int[] {1}, true));
        same("min", m -> floats(m, 3, 4).min());
        same("min of axis", m -> ints(m).min(new int[] {0}));
        same("prod", m -> floats(m, 4).prod());
        same("norm", m -> floats(m, 4).norm());
        same("norm of axis", m -> floats(m, 3, 4).norm(new int[] {1}, true));
        same("softmax", m -> floats(m, 3, 4).softmax(-1));
        same("softmax of axis 0", m -> floats(m, 3, 4).softmax(0));
        same("logSoftmax", m -> floats(m, 3, 4).logSoftmax(1));
        same("cumSum", m -> floats(m, 3, 4).cumSum(1));
        same("argMax", m -> floats(m, 3, 4).argMax());
        same("argMax of axis", m -> floats(m, 3, 4).argMax(1));
        same("argMin", m -> floats(m, 3, 4).argMin());
        same("argMin of axis", m -> floats(m, 3, 4).argMin(0));
        same("argSort", m -> floats(m, 3, 4).argSort());
        same("argSort descending", m -> floats(m, 3, 4).argSort(0, false));
        same("sort", m -> floats(m, 3, 4).sort());
        same("sort of axis", m -> floats(m, 3, 4).sort(0));
        list("topK", m -> floats(m, 3, 6).topK(2, 1));
        list("topK smallest", m -> floats(m, 3, 6).topK(2, -1, false, true));
        return cases;
    }

    @TestFactory
    List<DynamicTest> shapes() {
        same("reshape", m -> floats(m, 3, 4).reshape(2, 6));
        same("reshape open", m -> floats(m, 3, 4).reshape(2, -1));
        same("flatten", m -> floats(m, 3, 4).flatten());
        same("flatten axes", m -> floats(m, 2, 3, 4).flatten(1, 2));
        same("expandDims", m -> floats(m, 3, 4).expandDims(1));
        same("expandDims last", m -> floats(m, 3, 4).expandDims(-1));
        same("squeeze", m -> floats(m, 1, 3, 1).squeeze());
        same("squeeze axis", m -> floats(m, 1, 3, 1).squeeze(0));
        same("transpose", m -> floats(m, 2, 3, 4).transpose());
        same("transpose axes", m -> floats(m, 2, 3, 4).transpose(2, 0, 1));
        same("swapAxes", m -> floats(m, 2, 3, 4).swapAxes(0, 2));
        same("flip", m -> floats(m, 2, 3).flip(1));
        same("broadcast", m -> floats(m, 1, 3).broadcast(new Shape(2, 3)));
        same("tile", m -> floats(m, 2, 3).tile(new long[] {2, 1}));
        same("stack", m -> floats(m, 2, 3).stack(floats(m, 2, 3).neg()));
        same("stack axis", m -> NDArrays.stack(new NDList(floats(m, 2), floats(m, 2)), 1));
        same("concat", m -> floats(m, 2, 3).concat(floats(m, 1, 3)));
        same("concat axis", m -> NDArrays.concat(new NDList(floats(m, 2, 1), floats(m, 2, 3)), 1));
        list("split", m -> floats(m, 4, 3).split(2));
        list("split at", m -> floats(m, 2, 6).split(new long[] {1, 4}, 1));
        return cases;
    }

    @TestFactory
    List<DynamicTest> indices() {
        same("element", m -> floats(m, 3, 4).get(1, 2));
        same("row", m -> floats(m, 3, 4).get(1));
        same("last row", m -> floats(m, 3, 4).get(-1));
        same("column", m -> floats(m, 3, 4).get(":, 1"));
        same("slice", m -> floats(m, 5, 4).get("1:4, 2:"));
        same("steps", m -> floats(m, 6, 4).get("::2, 1::2"));
        same("ellipsis", m -> floats(m, 2, 3, 4).get("..., 1"));
        same("from the end", m -> floats(m, 6).get("-3:"));
        same("take", m -> floats(m, 5, 2).get(m.create(new long[] {3, 0, 3})));
        same("gather", m -> floats(m, 2, 3).gather(m.create(new long[][] {{0, 2}, {1, 1}}), 1));
        same(
                "set number",
                m -> {
                    NDArray array = floats(m, 3, 4);
                    array.set(new NDIndex("1, 1:3"), 7);
                    return array;
                });
        same(
                "set array",
                m -> {
                    NDArray array = floats(m, 3, 4);
                    array.set(new NDIndex(":, 1"), m.create(new float[] {1, 2, 3}));
                    return array;
                });
        same(
                "set row for all",
                m -> {
                    NDArray array = floats(m, 3, 4);
                    array.set(new NDIndex("1:"), m.create(new float[] {1, 2, 3, 4}));
                    return array;
                });
        return cases;
    }

    @TestFactory
    List<DynamicTest> pictures() {
        same("toTensor", m -> NDImageUtils.toTensor(bytes(m, 4, 5, 3)));
        same("toTensor of floats", m -> NDImageUtils.toTensor(floats(m, 4, 5, 3)));
        same("toTensor of batch", m -> NDImageUtils.toTensor(bytes(m, 2, 4, 5, 3)));
        same(
                "normalize",
                m ->
                        NDImageUtils.normalize(
                                NDImageUtils.toTensor(bytes(m, 4, 5, 3)),
                                new float[] {0.4f, 0.5f, 0.6f},
                                new float[] {0.2f, 0.3f, 0.4f}));
        same("centerCrop", m -> NDImageUtils.centerCrop(bytes(m, 7, 9, 3), 4, 3));
        same("centerCrop square", m -> NDImageUtils.centerCrop(bytes(m, 7, 9, 3)));
        same("crop", m -> NDImageUtils.crop(bytes(m, 7, 9, 3), 2, 1, 4, 3));
        for (Image.Interpolation way :
                List.of(
                        Image.Interpolation.NEAREST,
                        Image.Interpolation.BILINEAR,
                        Image.Interpolation.BICUBIC)) {
            same("shrink, " + way, m -> NDImageUtils.resize(floats(m, 9, 7, 3), 4, 5, way));
            same("grow, " + way, m -> NDImageUtils.resize(floats(m, 4, 5, 3), 9, 7, way));
        }
        // Where PyTorch's floats and these lie on two sides of an integer, they are truncated
        // differently.
        cases.add(
                DynamicTest.dynamicTest(
                        "resize bytes",
                        () ->
                                compare(
                                        m ->
                                                new NDList(
                                                        NDImageUtils.resize(
                                                                bytes(m, 30, 20, 3), 12, 16)),
                                        1)));
        return cases;
    }

    @Test
    void whatThereIsNotIsRefusedByItsName() {
        try (NDManager manager = NDManager.newBaseManager(LanewiseEngine.NAME)) {
            refused("gammaln", array -> array.gammaln());
            refused("atan2", array -> array.atan2(array));
            refused("inverse", NDArray::inverse);
            refused("modi", array -> array.modi(2));
            refused("stopGradient", NDArray::stopGradient);
            refused("booleanMask", array -> array.booleanMask(array.gt(0)));
            refused("rmodi", array -> array.getNDArrayInternal().rmodi(array));
            refused("randomHue", array -> NDImageUtils.randomHue(array, 0.5f));
            refused(
                    "randomUniform",
                    array -> array.getManager().randomUniform(0, 1, array.getShape()));
            NDArray moved = manager.create(new float[] {1, 2});
            try (NDManager other = manager.newSubManager()) {
                moved.attach(other);
                assertThrows(UnsupportedOperationException.class, moved::gammaln);
                assertThrows(UnsupportedOperationException.class, moved::gammaln);
            }
        }
    }

    private static void refused(String operation, Consumer<NDArray> use) {
        try (NDManager manager = NDManager.newBaseManager(LanewiseEngine.NAME)) {
            NDArray array = manager.create(new float[] {1, 2, 3}, new Shape(1, 1, 3));
            UnsupportedOperationException e =
                    assertThrows(UnsupportedOperationException.class, () -> use.accept(array));
            assertTrue(e.getMessage().startsWith(operation + ": "), e.getMessage());
        }
    }

    @Test
    void arraysAreComparedWhole() {
        try (NDManager manager = NDManager.newBaseManager(LanewiseEngine.NAME);
                NDManager theirs = NDManager.newBaseManager("PyTorch")) {
            NDArray array = manager.create(new float[] {1, 2});
            assertTrue(array.contentEquals(theirs.create(new float[] {1, 2})));
            assertFalse(array.contentEquals(manager.create(new float[] {1, 3})));
            assertTrue(manager.ones(new Shape(3)).contentEquals(1));
            assertFalse(array.contentEquals(1));
            assertTrue(array.allClose(manager.create(new float[] {1, 2.000001f})));
            assertFalse(array.allClose(manager.create(new float[] {1, 2.1f})));
            assertArrayEquals(
                    new float[] {4, 6},
                    array.add(theirs.create(new float[] {3, 4})).toFloatArray());
        }
    }

    @Test
    void arraysEndWithTheirManager() {
        NDManager manager = NDManager.newBaseManager(LanewiseEngine.NAME);
        NDManager inner = manager.newSubManager();
        NDArray kept = inner.create(new float[] {1, 2});
        NDArray lost = inner.create(new float[] {3});
        kept.attach(manager);
        inner.close();
        assertArrayEquals(new float[] {1, 2}, kept.toFloatArray());
        assertThrows(IllegalStateException.class, lost::toFloatArray);
        manager.close();
        assertThrows(IllegalStateException.class, kept::toFloatArray);
    }

    @Test
    void misuseIsAnError() {
        try (NDManager manager = NDManager.newBaseManager(LanewiseEngine.NAME)) {
            NDArray array = floats(manager, 2, 3);
            assertThrows(IllegalArgumentException.class, () -> array.reshape(4, 2));
            assertThrows(IllegalArgumentException.class, () -> array.add(floats(manager, 4)));
            assertThrows(IllegalArgumentException.class, () -> array.squeeze(0));
            assertThrows(IllegalArgumentException.class, () -> array.expandDims(4));
            assertThrows(
                    IllegalArgumentException.class, () -> array.addi(floats(manager, 2, 2, 3)));
        }
    }
}
