package dev.lanewise.model;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.Types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which extents of a graph's outputs depend on symbolic input extents: by inferring
 * shapes twice with different sizes. An extent that differs is symbolic; it has the name of the
 * symbol if it equals it both times.
 */
final class SymbolicOutputs {

    /**
     * Sizes of a first extent, mostly a batch, and of all others, mostly sides of pictures; the
     * first pair that fits counts.
     */
    private static final int[][][] SIZES = {
        {{1, 64}, {2, 96}}, {{1, 224}, {2, 256}}, {{1, 28}, {2, 32}}, {{1, 7}, {2, 9}}
    };

    private SymbolicOutputs() {}

    /**
     * The outputs; an extent is unknown, and so is the rank then, if the graph accepts none of the
     * sizes tried.
     */
    static List<TensorInfo> of(Graph graph) {
        for (int[][] pair : SIZES) {
            try {
                return of(graph, pair);
            } catch (ModelException e) {
                // These sizes contradict the graph; others may not.
            }
        }
        List<TensorInfo.Dim> unknown = List.of(new TensorInfo.Dim("", -1));
        return graph.outputs().stream()
                .map(name -> new TensorInfo(name, DType.FLOAT32, unknown))
                .toList();
    }

    private static List<TensorInfo> of(Graph graph, int[][] pair) {
        List<Map<String, Integer>> sizes = new ArrayList<>();
        List<Graph> typed = new ArrayList<>();
        for (int[] choice : pair) {
            Map<String, Integer> symbols = new HashMap<>();
            Map<String, Shape> shapes = new HashMap<>();
            for (TensorInfo input : graph.inputs()) {
                shapes.put(input.name(), shape(input, choice, symbols));
            }
            sizes.add(symbols);
            typed.add(Types.infer(graph, shapes));
        }
        return graph.outputs().stream()
                .map(name -> info(name, typed.get(0).type(name), typed.get(1).type(name), sizes))
                .toList();
    }

    private static Shape shape(TensorInfo input, int[] choice, Map<String, Integer> symbols) {
        long[] dims = new long[input.dims().size()];
        for (int i = 0; i < dims.length; i++) {
            TensorInfo.Dim dim = input.dims().get(i);
            int size = i == 0 ? choice[0] : choice[1];
            dims[i] =
                    dim.isFixed()
                            ? dim.size()
                            : symbols.computeIfAbsent(
                                    dim.symbol().isEmpty() ? input.name() + "." + i : dim.symbol(),
                                    k -> size);
        }
        return Shape.of(dims);
    }

    private static TensorInfo info(
            String name, TensorType first, TensorType second, List<Map<String, Integer>> sizes) {
        List<TensorInfo.Dim> dims = new ArrayList<>();
        for (int i = 0; i < first.shape().rank(); i++) {
            int a = first.shape().dim(i);
            int b = second.shape().dim(i);
            if (a == b) {
                dims.add(new TensorInfo.Dim("", a));
                continue;
            }
            String symbol =
                    sizes.get(0).keySet().stream()
                            .filter(s -> sizes.get(0).get(s) == a && sizes.get(1).get(s) == b)
                            .sorted()
                            .findFirst()
                            .orElse("");
            dims.add(new TensorInfo.Dim(symbol, -1));
        }
        return new TensorInfo(name, first.dtype(), dims);
    }
}
