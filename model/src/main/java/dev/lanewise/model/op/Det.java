package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Determinant of each matrix in x [..., M, M]. */
public record Det() implements PlainOp {

    @Override
    public String type() {
        return "Det";
    }

    @Override
    public long workPerElement(Inputs in) {
        return (long) in.shape(0).dim(-1) * in.shape(0).dim(-1) * in.shape(0).dim(-1);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0, 2);
        in.check(x.dim(-1) == x.dim(-2), "expected square matrices, actual " + x);
        return List.of(in.type(0).withShape(Shape.of(Arrays.copyOf(x.dims(), x.rank() - 2))));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int n = x.shape().dim(-1);
        for (int i = 0; i < y.shape().elements(); i++) {
            double[][] matrix = new double[n][n];
            for (int j = 0; j < n * n; j++) {
                matrix[j / n][j % n] = x.getDouble(i * n * n + j);
            }
            y.setDouble(i, determinant(matrix));
        }
    }

    /** By elimination, the largest element of a column going first. */
    private static double determinant(double[][] rows) {
        double determinant = 1;
        for (int k = 0; k < rows.length; k++) {
            int pivot = k;
            for (int i = k + 1; i < rows.length; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[k];
            rows[k] = row;
            determinant *= pivot == k ? row[k] : -row[k];
            if (row[k] == 0) {
                return 0;
            }
            for (int i = k + 1; i < rows.length; i++) {
                double factor = rows[i][k] / row[k];
                for (int j = k; j < rows.length; j++) {
                    rows[i][j] -= factor * row[j];
                }
            }
        }
        return determinant;
    }
}
