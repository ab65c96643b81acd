package dev.lanewise.model.plan;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;

import java.util.List;

/** Chooses the kernels of matrix products. */
final class MatrixLowering {

    private final Planner planner;
    private final Kernels kernels;

    MatrixLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Plans a Gemm, or returns false if no kernel fits. */
    boolean gemm(Node node, Gemm op) {
        Shape a = planner.type(node.input(0)).shape();
        Shape y = planner.type(node.output()).shape();
        int k = a.dim(op.transA() ? 0 : 1);
        String c = op.beta() == 0 ? "" : node.input(2);
        boolean constant = planner.isConstant(node.input(1));
        // C fits the kernel's bias if it is one row; anything else is added afterwards.
        boolean bias =
                constant
                        && !c.isEmpty()
                        && op.beta() == 1
                        && planner.type(c).shape().elements() == y.dim(1)
                        && planner.type(c).shape().dim(-1) == y.dim(1);
        boolean after = !c.isEmpty() && !bias;
        GemmSpec spec =
                new GemmSpec(
                        1,
                        y.dim(0),
                        y.dim(1),
                        k,
                        op.transA(),
                        op.transB(),
                        true,
                        op.alpha(),
                        Epilogue.of(after ? Unary.IDENTITY : op.activation()));
        Value product =
                after
                        ? planner.allocate(planner.type(node.output()), Layouts.plain(y))
                        : planner.definePlain(node.output());
        multiply(node, spec, bias ? c : "", product);
        if (after) {
            add(node, product, scaled(node, c, op.beta()), op.activation());
        }
        return true;
    }

    /** One B for all rows: packed once if it is constant, else by the kernel as it goes. */
    private void multiply(Node node, GemmSpec spec, String bias, Value y) {
        Value x = planner.plain(node.input(0));
        if (planner.isConstant(node.input(1))) {
            WeightedKernel kernel = kernels.gemm(spec);
            Value weight = planner.packed(node, kernel, node.input(1), bias);
            planner.run(node, kernel, spec.macs(), x, weight, y);
        } else {
            Value b = planner.plain(node.input(1));
            planner.run(node, kernels.matmul(spec), spec.macs(), x, b, y);
        }
    }

    private Value scaled(Node node, String c, float beta) {
        Value plain = planner.plain(c);
        if (beta == 1) {
            return plain;
        }
        Unary times = new Unary(Unary.Function.AFFINE, beta, 0);
        Value scaled = planner.allocate(plain.type(), plain.layout());
        planner.run(node, kernels.unary(times, plain.layout(), plain.layout()), plain, scaled);
        return scaled;
    }

    private void add(Node node, Value product, Value c, Unary activation) {
        TensorType type = planner.type(node.output());
        List<Layout> layouts = Layouts.broadcast(type.shape(), c.type().shape(), type.shape());
        planner.run(
                node,
                kernels.binary(
                        Binary.ADD, layouts.get(0), layouts.get(1), layouts.get(2), activation),
                product,
                c,
                planner.definePlain(node.output()));
    }

    /** Plans a MatMul, or returns false if no kernel fits. */
    boolean matmul(Node node, MatMul op) {
        Shape a = planner.type(node.input(0)).shape();
        Shape b = planner.type(node.input(1)).shape();
        if (a.rank() < 2 || b.rank() < 2) {
            return false;
        }
        int m = a.dim(op.transA() ? -1 : -2);
        int k = a.dim(op.transA() ? -2 : -1);
        int n = b.dim(op.transB() ? -2 : -1);
        int batchA = a.product(0, a.rank() - 2);
        if (b.product(0, b.rank() - 2) == 1 && (!op.transA() || batchA == 1)) {
            // One B for all rows of A.
            GemmSpec spec =
                    new GemmSpec(
                            1, batchA * m, n, k, op.transA(), op.transB(), true, 1, Epilogue.NONE);
            multiply(node, spec, "", planner.definePlain(node.output()));
            return true;
        }
        int batch = b.product(0, b.rank() - 2);
        boolean sameBatch =
                a.rank() == b.rank() && a.with(-1, 0).with(-2, 0).equals(b.with(-1, 0).with(-2, 0));
        if (!sameBatch) {
            return false;
        }
        GemmSpec spec =
                new GemmSpec(batch, m, n, k, op.transA(), op.transB(), false, 1, Epilogue.NONE);
        planner.run(
                node,
                kernels.matmul(spec),
                spec.macs(),
                planner.plain(node.input(0)),
                planner.plain(node.input(1)),
                planner.definePlain(node.output()));
        return true;
    }
}
