package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a graph's values while extents of its inputs are symbols: found by inferring
 * types twice with different sizes. An extent that differs is symbolic; it has the name of the
 * symbol if it equals it both times.
 *
 * @param outputs the graph's outputs
 * @param types every value for the first sizes: element types and ranks hold for all
 */
public record SymbolicTypes(List<TensorInfo> outputs, Map<String, TensorType> types) {

    /**
     * Sizes of a first extent, mostly a batch, and of all others, mostly sides of pictures; the
     * first pair that fits counts.
     */
    private static final int[][][] SIZES = {
        {{1, 64}, {2, 96}}, {{1, 224}, {2, 256}}, {{1, 28}, {2, 32}}, {{1, 7}, {2, 9}}
    };

    /** Copies the collections. */
    public SymbolicTypes {
        outputs = List.copyOf(outputs);
        types = Map.copyOf(types);
    }

    /** The types, or nothing if the graph accepts none of the sizes tried. */
    public static Optional<SymbolicTypes> of(Graph graph) {
        for (boolean distinct : new boolean[] {true, false}) {
            for (int[][] pair : SIZES) {
                try {
                    return Optional.of(of(graph, pair, distinct));
                } catch (ModelException e) {
                    // These sizes contradict the graph; others may not.
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param distinct whether symbols have different sizes, which tells them apart: multiples
     */
    private static SymbolicTypes of(Graph graph, int[][] pair, boolean distinct) {
        List<Map<String, Integer>> sizes = new ArrayList<>();
        List<Graph> typed = new ArrayList<>();
        for (int[] choice : pair) {
            Map<String, Integer> symbols = new HashMap<>();
            Map<String, Shape> shapes = new HashMap<>();
            for (TensorInfo input : graph.inputs()) {
                shapes.put(input.name(), shape(input, choice, distinct, symbols));
            }
            sizes.add(symbols);
            typed.add(Types.infer(graph, shapes));
        }
        Graph first = typed.get(0);
        Graph second = typed.get(1);
        return new SymbolicTypes(
                graph.outputs().stream()
                        .map(name -> info(name, first.type(name), second.type(name), sizes))
                        .toList(),
                first.types());
    }

    private static Shape shape(
            TensorInfo input, int[] choice, boolean distinct, Map<String, Integer> symbols) {
        long[] dims = new long[input.dims().size()];
        for (int i = 0; i < dims.length; i++) {
            TensorInfo.Dim dim = input.dims().get(i);
            int nth = distinct ? others(symbols, choice) + 1 : 1;
            int size = i == 0 ? choice[0] : choice[1] * nth;
            dims[i] =
                    dim.isFixed()
                            ? dim.size()
                            : symbols.computeIfAbsent(
                                    dim.symbol().isEmpty() ? input.name() + "." + i : dim.symbol(),
                                    k -> size);
        }
        return Shape.of(dims);
    }

    /** How many symbols have a size already that is not the first extent's. */
    private static int others(Map<String, Integer> symbols, int[] choice) {
        return (int) symbols.values().stream().filter(size -> size != choice[0]).count();
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
