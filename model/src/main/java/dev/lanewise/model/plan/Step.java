package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.PlanReport;
import dev.lanewise.model.graph.Node;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One thing that a run does. */
sealed interface Step {

    /** The node that this step is part of. */
    Node node();

    /** What it writes. */
    Value output();

    /** What computes it, as profiles print it. */
    String name();

    /** Weights and biases, in elements. */
    default long parameters() {
        return 0;
    }

    /** Multiplications, where they are a measure of the work. */
    default long macs() {
        return 0;
    }

    /** This step for people, with the time it took. */
    default PlanReport.Step report(long nanos) {
        Value value = output();
        return new PlanReport.Step(
                node().name(),
                node().op().type(),
                name(),
                value.type(),
                describe(value.layout()),
                parameters(),
                macs(),
                nanos);
    }

    private static String describe(Layout layout) {
        String order = layout.block() == 1 ? "NCHW" : "NCHW" + layout.block() + "c";
        Halo halo = Halo.of(layout);
        if (halo.equals(Halo.NONE)) {
            return order;
        }
        boolean even = halo.equals(new Halo(halo.top(), halo.top(), halo.top(), halo.top()));
        return order
                + "+"
                + (even
                        ? String.valueOf(halo.top())
                        : halo.top()
                                + ","
                                + halo.left()
                                + ","
                                + halo.bottom()
                                + ","
                                + halo.right());
    }

    /**
     * A kernel call.
     *
     * @param operands in the kernel's order; the last is the output
     */
    record Run(Node node, Kernel kernel, List<Value> operands, long parameters, long macs)
            implements Step {
        @Override
        public Value output() {
            return operands.getLast();
        }

        @Override
        public String name() {
            return kernel.name();
        }

        /**
         * A measure of the time it takes: multiplications, or the bytes of the largest operand,
         * which for a mean is its input.
         */
        long work() {
            return macs > 0
                    ? macs
                    : kernel.operands().stream().mapToLong(Operand::bytes).max().orElse(0);
        }
    }

    /**
     * Packs weights that are computed at run time.
     *
     * @param bias null for none
     * @param output the packed weights
     */
    record Pack(Node node, WeightedKernel kernel, Value weight, @Nullable Value bias, Value output)
            implements Step {
        @Override
        public String name() {
            return "pack " + kernel.packing();
        }
    }

    /**
     * An operator's plain computation on row-major tensors.
     *
     * @param inputs null for an optional one that is absent
     */
    record Plain(Node node, List<@Nullable Value> inputs, List<Value> outputs) implements Step {
        @Override
        public Value output() {
            return outputs.getFirst();
        }

        @Override
        public String name() {
            return "plain";
        }
    }
}
