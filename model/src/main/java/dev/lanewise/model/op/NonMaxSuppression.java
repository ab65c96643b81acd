package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks boxes by descending score, leaving out those that overlap a picked one. Inputs: boxes [B,
 * N, 4]; scores [B, C, N]; optional largest number of boxes for each class; optional largest
 * overlap; optional lowest score. The output [picked, 3] holds image, class and box; as its extent
 * depends on them, boxes and scores must be constant.
 *
 * @param centers whether a box is centre x, centre y, width, height rather than two corners y1, x1,
 *     y2, x2
 */
public record NonMaxSuppression(boolean centers) implements PlainOp {

    @Override
    public String type() {
        return "NonMaxSuppression";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape boxes = in.shape(0, 3);
        Shape scores = in.shape(1, 3);
        in.check(
                boxes.rank() == 3
                        && scores.rank() == 3
                        && boxes.dim(2) == 4
                        && boxes.dim(0) == scores.dim(0)
                        && boxes.dim(1) == scores.dim(2),
                "expected boxes [B,N,4] and scores [B,C,N], actual " + boxes + " and " + scores);
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < in.count(); i++) {
            in.check(
                    i < 2 || !in.has(i) || in.shape(i).elements() == 1,
                    "expected input " + i + " of one element");
            constants.add(in.has(i) ? in.constant(i, "all inputs") : null);
        }
        return List.of(new TensorType(DType.INT64, Shape.of(picked(constants).size(), 3)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        List<int[]> picked = picked(inputs);
        for (int i = 0; i < picked.size(); i++) {
            for (int j = 0; j < 3; j++) {
                outputs.getFirst().setLong(3 * i + j, picked.get(i)[j]);
            }
        }
    }

    private static double parameter(List<@Nullable Tensor> inputs, int i, double otherwise) {
        Tensor tensor = IndexedCopy.optional(inputs, i);
        return tensor == null ? otherwise : tensor.getDouble(0);
    }

    private List<int[]> picked(List<@Nullable Tensor> inputs) {
        Tensor boxes = IndexedCopy.required(inputs, 0);
        Tensor scores = IndexedCopy.required(inputs, 1);
        double most = parameter(inputs, 2, 0);
        double overlap = parameter(inputs, 3, 0);
        double lowest = parameter(inputs, 4, Double.NEGATIVE_INFINITY);
        int count = boxes.shape().dim(1);
        int classes = scores.shape().dim(1);
        List<int[]> picked = new ArrayList<>();
        for (int i = 0; i < boxes.shape().dim(0) * classes; i++) {
            int image = i / classes;
            int first = i * count;
            List<Integer> order =
                    IntStream.range(0, count)
                            .filter(j -> scores.getDouble(first + j) > lowest)
                            .boxed()
                            .sorted(Comparator.comparingDouble(j -> -scores.getDouble(first + j)))
                            .toList();
            List<Integer> kept = new ArrayList<>();
            for (int box : order) {
                if (kept.size() < most
                        && kept.stream()
                                .allMatch(other ->
                                        overlap(
                                                        corners(boxes, image * count + box),
                                                        corners(boxes, image * count + other))
                                                <= overlap)) {
                    kept.add(box);
                    picked.add(new int[] {image, i % classes, box});
                }
            }
        }
        return picked;
    }

    /** Two corners: low and high of one side, then of the other. */
    private double[] corners(Tensor boxes, int i) {
        double a = boxes.getDouble(4 * i);
        double b = boxes.getDouble(4 * i + 1);
        double c = boxes.getDouble(4 * i + 2);
        double d = boxes.getDouble(4 * i + 3);
        return centers
                ? new double[] {a - c / 2, a + c / 2, b - d / 2, b + d / 2}
                : new double[] {Math.min(a, c), Math.max(a, c), Math.min(b, d), Math.max(b, d)};
    }

    /** Intersection over union. */
    private static double overlap(double[] p, double[] q) {
        double a = Math.max(0, Math.min(p[1], q[1]) - Math.max(p[0], q[0]));
        double b = Math.max(0, Math.min(p[3], q[3]) - Math.max(p[2], q[2]));
        double areas = (p[1] - p[0]) * (p[3] - p[2]) + (q[1] - q[0]) * (q[3] - q[2]);
        double union = areas - a * b;
        return union <= 0 ? 0 : a * b / union;
    }
}
