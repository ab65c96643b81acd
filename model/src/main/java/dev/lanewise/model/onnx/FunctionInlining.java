package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.onnx.AttributeProto.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces calls of a model's functions by what the functions consist of, and gives every node the
 * version of its operator set, which a function may import differently from the model.
 *
 * <p>Values within a function get names that nothing else has, those in the bodies of its operators
 * too: a caller's value of the same name must stay visible to them.
 */
final class FunctionInlining {

    /** Functions that call each other can double the number of nodes at each level. */
    private static final long MAX_INLINED_BYTES = 1L << 26;

    /** A node's share of it, beside names and attributes. */
    private static final int BYTES_OF_NODE = 1024;

    private static final int MAX_DEPTH = 64;

    private final String file;
    private final ModelProto model;
    private final Map<FunctionProto.Key, FunctionProto> functions = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /** How often a name was wanted again. */
    private final Map<String, Integer> taken = new HashMap<>();

    private final Deque<FunctionProto> calls = new ArrayDeque<>();
    private long inlined;

    /**
     * Where nodes stand.
     *
     * @param prefix what the new names of values begin with, null outside of functions
     * @param renamed new names by old ones
     * @param attributes of the call, by name
     * @param opsets imported operator sets by domain
     */
    private record Scope(
            @Nullable String prefix,
            Map<String, String> renamed,
            Map<String, AttributeProto> attributes,
            Map<String, Long> opsets) {

        String name(String old) {
            return renamed.getOrDefault(old, old);
        }

        List<String> names(List<String> old) {
            return old.stream().map(this::name).toList();
        }
    }

    private FunctionInlining(String file, ModelProto model) {
        this.file = file;
        this.model = model;
        for (FunctionProto function : model.functions()) {
            if (functions.put(function.key(), function) != null) {
                throw wrong(function, "expected once in the file, actual twice");
            }
        }
    }

    /**
     * The graph with every call replaced.
     *
     * @throws ModelException if a function calls itself, is called with inputs, outputs or
     *     attributes that it hasn't, or all are more nodes than a file may have
     */
    static GraphProto inline(String file, ModelProto model, GraphProto graph) {
        FunctionInlining inlining = new FunctionInlining(file, model);
        if (!inlining.functions.isEmpty()) {
            inlining.note(graph);
        }
        return inlining.graph(graph, new Scope(null, Map.of(), Map.of(), model.opsets()));
    }

    /** Notes the names of all values. */
    private void note(GraphProto graph) {
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.initializers().forEach(tensor -> names.add(tensor.name()));
        for (NodeProto node : graph.nodes()) {
            names.addAll(node.outputs());
            for (AttributeProto attribute : node.attributes().values()) {
                if (attribute.graph() != null) {
                    note(attribute.graph());
                }
            }
        }
    }

    /** A graph whose nodes stand in this scope. */
    private GraphProto graph(GraphProto graph, Scope scope) {
        return graph.with(nodes(graph.nodes(), scope));
    }

    private List<NodeProto> nodes(List<NodeProto> nodes, Scope scope) {
        List<NodeProto> all = new ArrayList<>();
        for (NodeProto node : nodes) {
            NodeProto resolved = resolve(node, scope);
            FunctionProto function = functions.get(FunctionProto.Key.of(node));
            if (function == null) {
                all.add(resolved);
            } else {
                all.addAll(call(resolved, function));
            }
        }
        return all;
    }

    /** The nodes in place of a call. */
    private List<NodeProto> call(NodeProto call, FunctionProto function) {
        if (calls.contains(function)) {
            throw wrong(function, "expected not to call itself, actual does so");
        }
        if (calls.size() == MAX_DEPTH) {
            throw wrong(function, "expected at most " + MAX_DEPTH + " calls within each other");
        }
        if (call.inputs().size() > function.inputs().size()
                || call.outputs().size() > function.outputs().size()) {
            throw wrong(
                    call,
                    "expected at most "
                            + function.inputs().size()
                            + " inputs and "
                            + function.outputs().size()
                            + " outputs, which the function has, actual "
                            + call.inputs().size()
                            + " and "
                            + call.outputs().size());
        }
        String prefix = fresh(call.name() + "/", function.key().name()) + "/";
        Map<String, String> renamed = new HashMap<>();
        for (int i = 0; i < function.outputs().size(); i++) {
            String actual = i < call.outputs().size() ? call.outputs().get(i) : "";
            renamed.put(
                    function.outputs().get(i),
                    actual.isEmpty() ? fresh(prefix, function.outputs().get(i)) : actual);
        }
        for (int i = 0; i < function.inputs().size(); i++) {
            String actual = i < call.inputs().size() ? call.inputs().get(i) : "";
            if (renamed.put(function.inputs().get(i), actual) != null) {
                throw wrong(
                        function,
                        "expected inputs and outputs of different names, actual two '"
                                + function.inputs().get(i)
                                + "'");
            }
        }
        for (NodeProto node : function.nodes()) {
            node.outputs().forEach(output -> rename(output, prefix, renamed));
        }
        Map<String, Long> opsets = new HashMap<>(model.opsets());
        opsets.putAll(function.opsets());
        calls.push(function);
        Scope scope = new Scope(prefix, renamed, attributes(call, function), opsets);
        List<NodeProto> nodes = nodes(function.nodes(), scope);
        calls.pop();
        return nodes;
    }

    private Map<String, AttributeProto> attributes(NodeProto call, FunctionProto function) {
        Map<String, AttributeProto> attributes = new HashMap<>(function.defaults());
        for (AttributeProto attribute : call.attributes().values()) {
            if (!function.attributes().contains(attribute.name())
                    && !function.defaults().containsKey(attribute.name())) {
                throw wrong(
                        call,
                        "attribute "
                                + attribute.name()
                                + " expected none of this name, which the function hasn't");
            }
            attributes.put(attribute.name(), attribute);
        }
        return attributes;
    }

    /** The node with the names, attributes and operator set of its scope. */
    private NodeProto resolve(NodeProto node, Scope scope) {
        if (scope.prefix != null) {
            spend(BYTES_OF_NODE + scope.prefix.length() + node.name().length());
        }
        Map<String, AttributeProto> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : node.attributes().values()) {
            if (attribute.kind() == Kind.REFERENCE && scope.prefix != null) {
                AttributeProto given = scope.attributes.get(attribute.reference());
                // Without a value the node's own default counts.
                if (given != null) {
                    spend(given.bytes());
                    attributes.put(attribute.name(), given.named(attribute.name()));
                }
            } else {
                spend(scope.prefix == null ? 0 : attribute.bytes());
                attributes.put(
                        attribute.name(),
                        attribute.graph() == null
                                ? attribute
                                : attribute.with(body(attribute.graph(), scope)));
            }
        }
        return new NodeProto(
                scope.prefix == null ? node.name() : scope.prefix + node.name(),
                node.type(),
                node.domain(),
                node.overload(),
                scope.names(node.inputs()),
                scope.names(node.outputs()),
                attributes,
                scope.prefix == null
                        ? model.opset(node.domain())
                        : scope.opsets.getOrDefault(node.domain(), 0L));
    }

    /** The body of an operator; what it defines hides values of the same name around. */
    private GraphProto body(GraphProto body, Scope scope) {
        if (scope.prefix == null) {
            return graph(body, scope);
        }
        Map<String, String> renamed = new HashMap<>(scope.renamed);
        Set<String> local = new HashSet<>();
        body.inputs().forEach(input -> local.add(input.name()));
        body.initializers().forEach(tensor -> local.add(tensor.name()));
        body.nodes().forEach(node -> local.addAll(node.outputs()));
        renamed.keySet().removeAll(local);
        local.forEach(name -> rename(name, scope.prefix, renamed));
        Scope inner = new Scope(scope.prefix, renamed, scope.attributes, scope.opsets);
        return new GraphProto(
                body.name(),
                nodes(body.nodes(), inner),
                body.initializers().stream().map(t -> t.named(inner.name(t.name()))).toList(),
                body.sparseInitializers(),
                body.inputs().stream().map(v -> v.named(inner.name(v.name()))).toList(),
                body.outputs().stream().map(v -> v.named(inner.name(v.name()))).toList());
    }

    private void rename(String name, String prefix, Map<String, String> renamed) {
        if (!name.isEmpty() && !renamed.containsKey(name)) {
            renamed.put(name, fresh(prefix, name));
        }
    }

    /** A name that nothing else has, made of two. */
    private String fresh(String prefix, String name) {
        String base = prefix + name;
        String fresh = base;
        while (!names.add(fresh)) {
            fresh = base + "#" + taken.merge(base, 1, Integer::sum);
        }
        spend(fresh.length());
        return fresh;
    }

    private void spend(long bytes) {
        inlined += bytes;
        if (inlined > MAX_INLINED_BYTES) {
            throw new ModelException(
                    file
                            + ": expected functions that, put in place of their calls, take at most"
                            + " "
                            + MAX_INLINED_BYTES
                            + " bytes, actual more");
        }
    }

    private ModelException wrong(FunctionProto function, String message) {
        return new ModelException(
                file
                        + ": function "
                        + function.key().name()
                        + " ("
                        + function.key().domain()
                        + "): "
                        + message);
    }

    private ModelException wrong(NodeProto call, String message) {
        return new ModelException(file + ": " + call.label() + ": " + message);
    }
}
