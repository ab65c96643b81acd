package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Turns pairs of elements of each head by angles that depend on the position. Inputs: x [N, heads,
 * S, D] or [N, S, heads * D]; cosines and sines, [N, S, D / 2], or [positions, D / 2] with optional
 * position ids [N, S].
 *
 * @param interleaved whether pairs are neighbours rather than one of each half
 * @param heads number of heads, for the form of rank 3
 * @param size elements of each head that are turned; 0 for all
 */
public record RotaryEmbedding(boolean interleaved, int heads, int size) implements PlainOp {

    @Override
    public String type() {
        return "RotaryEmbedding";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        in.check(
                x.rank() == 4 || x.rank() == 3 && heads > 0 && x.dim(2) % heads == 0,
                "expected x [N,heads,S,D], or [N,S,heads*D] with num_heads, actual " + x);
        int head = x.rank() == 4 ? x.dim(3) : x.dim(2) / heads;
        int turned = size == 0 ? head : size;
        in.check(
                turned > 0 && turned <= head && turned % 2 == 0,
                "expected rotary_embedding_dim even and at most " + head + ", actual " + turned);
        Shape angles = in.shape(1);
        int sequence = x.rank() == 4 ? x.dim(2) : x.dim(1);
        boolean fits =
                in.has(3)
                        ? angles.rank() == 2
                                && in.shape(3).equals(Shape.of(x.dim(0), sequence))
                                && angles.dim(1) == turned / 2
                        : angles.equals(Shape.of(x.dim(0), sequence, turned / 2));
        in.check(
                fits && in.shape(2).equals(angles),
                "expected cosines and sines [N,S,"
                        + turned / 2
                        + "], or [positions,"
                        + turned / 2
                        + "] with position ids [N,S], actual "
                        + angles
                        + " and "
                        + in.shape(2));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor cos = IndexedCopy.required(inputs, 1);
        Tensor sin = IndexedCopy.required(inputs, 2);
        Tensor ids = IndexedCopy.optional(inputs, 3);
        Tensor y = outputs.getFirst();
        Shape shape = x.shape();
        boolean split = shape.rank() == 4;
        int head = split ? shape.dim(3) : shape.dim(2) / heads;
        int sequence = split ? shape.dim(2) : shape.dim(1);
        int half = (size == 0 ? head : size) / 2;
        y.segment().copyFrom(x.segment());
        for (int v = 0; v < shape.elements() / head; v++) {
            int n = v / (shape.product(1, shape.rank()) / head);
            int s = split ? v % sequence : v / heads % sequence;
            long row = ids == null ? n * sequence + s : ids.getLong(n * sequence + s);
            if (row < 0 || row >= cos.shape().elements() / half) {
                throw new ModelException(
                        "expected position ids from 0 to "
                                + (cos.shape().elements() / half - 1)
                                + ", actual "
                                + row);
            }
            for (int i = 0; i < half; i++) {
                int a = v * head + (interleaved ? 2 * i : i);
                int b = v * head + (interleaved ? 2 * i + 1 : i + half);
                double c = cos.getDouble((int) row * half + i);
                double d = sin.getDouble((int) row * half + i);
                y.setDouble(a, c * x.getDouble(a) - d * x.getDouble(b));
                y.setDouble(b, d * x.getDouble(a) + c * x.getDouble(b));
            }
        }
    }
}
