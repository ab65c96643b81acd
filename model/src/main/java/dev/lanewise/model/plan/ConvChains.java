package dev.lanewise.model.plan;

import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Plans convolutions one behind the other as one step, where nobody else reads what is between them
 * and the kernels have a faster way: an expansion, the depthwise convolution behind it, and the 1x1
 * behind that; a first layer, the 3x3 behind it, and the pooling behind that.
 */
final class ConvChains {

    /** The most convolutions of a chain. */
    private static final int LONGEST = 3;

    private final Planner planner;
    private final Kernels kernels;

    /** The outputs of all nodes that chains compute. */
    private final Set<String> planned = new HashSet<>();

    ConvChains(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Whether the node has been planned as part of a chain. */
    boolean contains(Node node) {
        return planned.contains(node.output());
    }

    /**
     * Plans the longest chain that begins with this node, or returns false if there is none.
     *
     * @param x the node's input
     * @param spec the node's convolution
     */
    boolean plan(Node node, Value x, ConvSpec spec) {
        List<Node> nodes = new ArrayList<>();
        List<ConvSpec> specs = new ArrayList<>();
        ConvSpec next = spec;
        for (Node at = node; next != null && isConstant(at); at = planner.onlyReader(at.output())) {
            nodes.add(at);
            specs.add(next);
            next = specs.size() == LONGEST ? null : behind(at, next);
        }
        for (int length = specs.size(); length > 1; length--) {
            List<Node> part = nodes.subList(0, length);
            List<ConvSpec> some = specs.subList(0, length);
            Layout y = some.getLast().y();
            PoolSpec pool = ConvLowering.pool(planner, part.getLast(), y);
            ConvChain chain = pool == null ? null : chain(part, some, pool);
            if (chain != null) {
                Node pooling = planner.readers(part.getLast().output()).getFirst();
                run(part, some, chain, x, pooling, pool.y());
                return true;
            }
            chain = chain(part, some, null);
            if (chain != null) {
                run(part, some, chain, x, part.getLast(), y);
                return true;
            }
        }
        return false;
    }

    /** The chain, or null for none, or where its weights would be larger than options allow. */
    private @Nullable ConvChain chain(
            List<Node> nodes, List<ConvSpec> specs, @Nullable PoolSpec pool) {
        ConvChain chain =
                kernels.convChain(specs, nodes.stream().map(ConvChains::epilogue).toList(), pool);
        for (int i = 0; chain != null && i < specs.size(); i++) {
            chain = planner.allows(specs.get(i), chain.weights().get(i)) ? chain : null;
        }
        return chain;
    }

    /** The convolution that alone reads the node's output and could be planned now, or null. */
    private @Nullable ConvSpec behind(Node node, ConvSpec spec) {
        Node reader = planner.onlyReader(node.output());
        boolean fits =
                reader != null
                        && reader.op() instanceof Conv op
                        && op.prologue() == null
                        && reader.input(0).equals(node.output())
                        && (!op.epilogue().residual() || planner.isPlanned(reader.input(3)));
        return fits ? ConvLowering.spec(planner, kernels, reader, spec.y()) : null;
    }

    private boolean isConstant(Node node) {
        return planner.isConstant(node.input(1))
                && (node.input(2).isEmpty() || planner.isConstant(node.input(2)));
    }

    private static Epilogue epilogue(Node node) {
        return ((Conv) node.op()).epilogue();
    }

    /**
     * @param result the node whose output the chain makes, its last or a pooling
     * @param y the result's layout
     */
    private void run(
            List<Node> convs,
            List<ConvSpec> specs,
            ConvChain chain,
            Value x,
            Node result,
            Layout y) {
        List<Value> operands = new ArrayList<>();
        operands.add(x);
        for (int i = 0; i < convs.size(); i++) {
            Node node = convs.get(i);
            operands.add(
                    planner.packed(node, chain.weights().get(i), node.input(1), node.input(2)));
        }
        List<Node> nodes = new ArrayList<>(convs);
        Node last = convs.getLast();
        if (!result.equals(last)) {
            nodes.add(result);
        }
        nodes.forEach(node -> planned.add(node.output()));
        if (epilogue(last).residual()) {
            operands.add(planner.in(last.input(3), specs.getLast().y()));
        }
        operands.add(planner.define(result.output(), y));
        long macs = specs.stream().mapToLong(ConvSpec::macs).sum();
        planner.run(nodes, chain.kernel(), macs, operands.toArray(Value[]::new));
    }
}
