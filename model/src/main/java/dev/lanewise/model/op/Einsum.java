package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Sums products over indices, as NumPy's function of this name.
 *
 * @param equation such as {@code bij,bjk->bik}; {@code ...} stands for any number of axes
 */
public record Einsum(String equation) implements PlainOp {

    private static final String ELLIPSIS = "...";

    @Override
    public String type() {
        return "Einsum";
    }

    /** What stands on both sides of the arrow, with a character for each axis. */
    private record Terms(List<String> operands, String result) {

        static Terms of(String equation, List<Shape> shapes) {
            String text = equation.replace(" ", "");
            int arrow = text.indexOf("->");
            String left = arrow < 0 ? text : text.substring(0, arrow);
            String[] operands = left.split(",", -1);
            if (operands.length != shapes.size()) {
                throw new IllegalArgumentException(
                        "expected "
                                + operands.length
                                + " operands for '"
                                + equation
                                + "', actual "
                                + shapes.size());
            }
            int most = 0;
            for (int i = 0; i < operands.length; i++) {
                if (operands[i].contains(ELLIPSIS)) {
                    most = Math.max(most, shapes.get(i).rank() - operands[i].length() + 3);
                }
            }
            List<String> expanded = new ArrayList<>();
            for (int i = 0; i < operands.length; i++) {
                int axes = Math.max(0, shapes.get(i).rank() - operands[i].length() + 3);
                expanded.add(
                        operands[i].replace(
                                ELLIPSIS, any(most).substring(most - Math.min(axes, most))));
                check(equation, expanded.get(i));
                if (expanded.get(i).length() != shapes.get(i).rank()) {
                    throw new IllegalArgumentException(
                            "expected an operand of "
                                    + expanded.get(i).length()
                                    + " axes for '"
                                    + operands[i]
                                    + "', actual "
                                    + shapes.get(i));
                }
            }
            String result =
                    arrow < 0
                            ? implicit(expanded, any(most))
                            : text.substring(arrow + 2).replace(ELLIPSIS, any(most));
            check(equation, result);
            return new Terms(expanded, result);
        }

        /** Characters for the axes of an ellipsis, the last axis first of all. */
        private static String any(int axes) {
            StringBuilder any = new StringBuilder();
            for (int i = 0; i < axes; i++) {
                any.append((char) ('0' + axes - 1 - i));
            }
            return any.toString();
        }

        private static void check(String equation, String term) {
            if (!term.chars().allMatch(c -> Character.isLetter(c) || c >= '0' && c < '0' + 64)) {
                throw new IllegalArgumentException(
                        "expected letters in the equation, actual '" + equation + "'");
            }
        }

        /** Without an arrow: what occurs once, in alphabetical order. */
        private static String implicit(List<String> operands, String any) {
            String all = String.join("", operands);
            StringBuilder result = new StringBuilder(any);
            all.chars()
                    .filter(c -> any.indexOf(c) < 0 && all.indexOf(c) == all.lastIndexOf(c))
                    .sorted()
                    .forEach(c -> result.append((char) c));
            return result.toString();
        }

        /** All indices: those of the result, then those that are summed over. */
        String indices() {
            StringBuilder indices = new StringBuilder(result);
            String.join("", operands)
                    .chars()
                    .filter(c -> indices.indexOf(Character.toString(c)) < 0)
                    .distinct()
                    .forEach(c -> indices.append((char) c));
            return indices.toString();
        }

        /** Extent of each index. */
        Shape space(List<Shape> shapes) {
            String indices = indices();
            long[] dims = new long[indices.length()];
            Arrays.fill(dims, -1);
            for (int i = 0; i < shapes.size(); i++) {
                for (int axis = 0; axis < shapes.get(i).rank(); axis++) {
                    int at = indices.indexOf(operands.get(i).charAt(axis));
                    int extent = shapes.get(i).dim(axis);
                    if (dims[at] > 1 && extent != 1 && dims[at] != extent) {
                        throw new IllegalArgumentException(
                                "expected one extent of '"
                                        + indices.charAt(at)
                                        + "', actual "
                                        + dims[at]
                                        + " and "
                                        + extent);
                    }
                    dims[at] = dims[at] < 0 || dims[at] == 1 ? extent : dims[at];
                }
            }
            return Shape.of(dims);
        }

        /** Strides of an operand along each index. */
        long[] strides(String term, Shape shape) {
            String indices = indices();
            long[] strides = new long[indices.length()];
            for (int axis = 0; axis < shape.rank(); axis++) {
                if (shape.dim(axis) > 1) {
                    strides[indices.indexOf(term.charAt(axis))] += shape.strides()[axis];
                }
            }
            return strides;
        }
    }

    private static List<Shape> shapes(Inputs in) {
        return IntStream.range(0, in.count()).mapToObj(in::shape).toList();
    }

    @Override
    public long workPerElement(Inputs in) {
        Terms terms = Terms.of(equation, shapes(in));
        Shape space = terms.space(shapes(in));
        return space.product(terms.result.length(), space.rank());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        for (int i = 1; i < in.count(); i++) {
            in.checkType(i, in.type(0).dtype());
        }
        Terms terms = Terms.of(equation, shapes(in));
        Shape space = terms.space(shapes(in));
        int[] dims = Arrays.copyOf(space.dims(), terms.result.length());
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        List<Shape> shapes = inputs.stream().map(x -> Objects.requireNonNull(x).shape()).toList();
        Terms terms = Terms.of(equation, shapes);
        Shape space = terms.space(shapes);
        long[][] strides = new long[inputs.size()][];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = terms.strides(terms.operands.get(i), shapes.get(i));
        }
        Walk walk = new Walk(space, strides);
        int count = space.product(terms.result.length(), space.rank());
        for (int i = 0; i < y.shape().elements(); i++) {
            double sum = 0;
            long exact = 0;
            for (int j = 0; j < count; j++) {
                double product = 1;
                long exactProduct = 1;
                for (int k = 0; k < strides.length; k++) {
                    Tensor x = IndexedCopy.required(inputs, k);
                    product *= x.getDouble(walk.offset(k));
                    exactProduct *= x.dtype().isFloat() ? 0 : x.getLong(walk.offset(k));
                }
                sum += product;
                exact += exactProduct;
                walk.next();
            }
            if (y.dtype().isFloat()) {
                y.setDouble(i, sum);
            } else {
                y.setLong(i, exact);
            }
        }
    }
}
