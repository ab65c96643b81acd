package dev.lanewise.model.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Operators that ONNX's suite of 1.12 lacks compute what PyTorch computes in double precision. */
class GoldenOperatorsTest {

    /** Both sides compute in double; the inputs and outputs are rounded to float. */
    private static final double EPSILON = 2e-7;

    static Stream<Case> cases() {
        return GoldenFile.read("operators.npz").values().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorch(Case golden) {
        Tensor actual = run(golden);
        Golden expected = golden.tensor("y");
        assertArrayEquals(expected.shape(), actual.shape().dims());
        for (int i = 0; i < expected.values().length; i++) {
            double value = expected.values()[i];
            double bound = EPSILON * Math.max(1, Math.abs(value));
            assertEquals(value, actual.getDouble(i), bound, "element " + i);
        }
    }

    private static Tensor run(Case golden) {
        return switch (golden.kind()) {
            case "deform_conv2d" ->
                    OneOp.run(
                            new DeformConv(
                                    new SpatialWindow(
                                            List.of(),
                                            both(golden.attribute("stride"), 2),
                                            both(golden.attribute("padding"), 4),
                                            both(golden.attribute("dilation"), 2),
                                            AutoPad.NOTSET,
                                            false),
                                    golden.attribute("groups"),
                                    golden.attribute("offset_groups")),
                            tensors(golden, "x", "weight", "offset", "bias", "mask"));
            case "roi_pool" ->
                    OneOp.run(
                            new MaxRoiPool(
                                    golden.attribute("height"), golden.attribute("width"), 0.5f),
                            tensors(golden, "x", "rois"));
            case "fold" -> fold(golden);
            case "affine_grid" -> {
                int[] y = golden.tensor("y").shape();
                long[] size = new long[y.length];
                size[0] = y[0];
                size[1] = 3;
                for (int i = 1; i < y.length - 1; i++) {
                    size[i + 1] = y[i];
                }
                yield OneOp.run(
                        new AffineGrid(golden.attribute("align") == 1),
                        tensor(golden, "theta"),
                        Tensor.ofLongs(Shape.of(size.length), size));
            }
            case "attention" -> attention(golden);
            case "rms_norm" ->
                    OneOp.run(new RMSNormalization(-1, 1e-5f), tensors(golden, "x", "scale"));
            case "rotary" ->
                    OneOp.run(
                            new RotaryEmbedding(
                                    golden.attribute("interleaved") == 1,
                                    golden.name().contains("heads") ? 3 : 0,
                                    4),
                            tensors(golden, "x", "cos", "sin"));
            default -> throw new IllegalArgumentException(golden.name());
        };
    }

    private static Tensor fold(Case golden) {
        int kernel = golden.attribute("kernel");
        return OneOp.run(
                new Col2Im(
                        both(golden.attribute("stride"), 2),
                        both(golden.attribute("padding"), 4),
                        both(golden.attribute("dilation"), 2)),
                tensor(golden, "x"),
                Tensor.ofLongs(Shape.of(2), 7, 8),
                Tensor.ofLongs(Shape.of(2), kernel, kernel));
    }

    private static Tensor attention(Case golden) {
        String kind = golden.text("kind");
        boolean joined = kind.equals("joined");
        return OneOp.run(
                        new Attention(
                                kind.equals("past"),
                                joined ? 4 : 0,
                                joined ? 2 : 0,
                                0,
                                kind.equals("softcap") ? 0.5f : 0,
                                0),
                        4,
                        tensors(golden, "q", "k", "v", "mask", "past_k", "past_v"))
                .getFirst();
    }

    private static List<Integer> both(int value, int count) {
        return Collections.nCopies(count, value);
    }

    private static Tensor tensor(Case golden, String name) {
        return Tensor.of(Shape.of(golden.tensor(name).shape()), golden.tensor(name).values());
    }

    /** Null for those that the case hasn't. */
    private static Tensor[] tensors(Case golden, String... names) {
        Tensor[] tensors = new Tensor[names.length];
        for (int i = 0; i < names.length; i++) {
            tensors[i] = golden.tensors().containsKey(names[i]) ? tensor(golden, names[i]) : null;
        }
        return tensors;
    }
}
