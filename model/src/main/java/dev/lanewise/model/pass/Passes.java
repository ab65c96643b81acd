package dev.lanewise.model.pass;

import dev.lanewise.model.graph.Graph;

import java.util.List;
import java.util.function.UnaryOperator;

/** The order in which the passes run. */
public final class Passes {

    private static final List<UnaryOperator<Graph>> ORDER =
            List.of(
                    RemoveIdentities::apply,
                    RecognizeAffine::apply,
                    RecognizeClip::apply,
                    RecognizeGates::apply,
                    GatedSum::apply,
                    RecognizeGelu::apply,
                    RecognizeLayerNormalization::apply,
                    MergeAffine::apply,
                    RemoveIdentities::apply,
                    RecognizeChannels::apply,
                    FoldPad::apply,
                    // A bias may stand before a batch normalisation as well as behind it.
                    FoldAffine::apply,
                    FoldBatchNormalization::apply,
                    FoldAffine::apply,
                    FuseResidual::apply,
                    FuseActivation::apply,
                    GemmToConv::apply,
                    FusePrologue::apply,
                    ReluGradientBehindPool::apply);

    private Passes() {}

    /** An equivalent graph that runs faster. Inputs, outputs and their names stay. */
    public static Graph optimize(Graph typed) {
        Graph graph = typed;
        for (UnaryOperator<Graph> pass : ORDER) {
            graph = pass.apply(graph);
        }
        return graph.pruned();
    }
}
