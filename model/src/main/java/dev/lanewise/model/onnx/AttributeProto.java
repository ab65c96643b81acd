package dev.lanewise.model.onnx;

import dev.lanewise.model.file.FilePart;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * ONNX's {@code AttributeProto}. Only the component that {@code kind} names counts.
 *
 * @param name the attribute's name
 * @param kind what it holds
 * @param real FLOAT
 * @param integer INT
 * @param text STRING
 * @param tensor TENSOR
 * @param graph GRAPH
 * @param reals FLOATS
 * @param integers INTS
 * @param texts STRINGS
 * @param reference REFERENCE: name of an attribute of the function around
 */
record AttributeProto(
        String name,
        Kind kind,
        float real,
        long integer,
        String text,
        @Nullable TensorProto tensor,
        @Nullable GraphProto graph,
        List<Float> reals,
        List<Long> integers,
        List<String> texts,
        String reference) {

    /** What an attribute holds, in the order of ONNX's {@code AttributeType}. */
    enum Kind {
        UNDEFINED,
        FLOAT,
        INT,
        STRING,
        TENSOR,
        GRAPH,
        FLOATS,
        INTS,
        STRINGS,
        TENSORS,
        GRAPHS,
        SPARSE_TENSOR,
        SPARSE_TENSORS,
        TYPE_PROTO,
        TYPE_PROTOS,
        /** An attribute of the function around; only in functions. */
        REFERENCE
    }

    static AttributeProto read(ProtoReader in) {
        String name = "";
        Kind declared = Kind.UNDEFINED;
        // Files of the first format version don't declare what an attribute holds.
        Kind seen = Kind.UNDEFINED;
        float real = 0;
        long integer = 0;
        String text = "";
        TensorProto tensor = null;
        GraphProto graph = null;
        DoubleStream.Builder reals = DoubleStream.builder();
        LongStream.Builder integers = LongStream.builder();
        List<String> texts = new ArrayList<>();
        String reference = "";
        int outer = in.begin("attribute");
        for (int field = in.next(); field != 0; field = in.next()) {
            seen = kindOfField(field, seen);
            switch (field) {
                case 1 -> name = in.name();
                case 2 -> real = in.real();
                case 3 -> integer = in.integer();
                case 4 -> text = in.text();
                case 5 -> tensor = TensorProto.readField(in, "t");
                case 6 -> graph = GraphProto.read(in);
                case 7 -> in.reals(reals);
                case 8 -> in.integers(integers);
                case 9 -> texts.add(in.text());
                case 20 -> declared = kind(in);
                case 21 -> reference = in.name();
                default -> in.skip();
            }
        }
        in.end(outer);
        return new AttributeProto(
                name,
                declared == Kind.UNDEFINED || seen == Kind.REFERENCE ? seen : declared,
                real,
                integer,
                text,
                tensor,
                graph,
                reals.build().mapToObj(r -> (float) r).toList(),
                integers.build().boxed().toList(),
                texts,
                reference);
    }

    /** About how much memory a node takes for it, beside views of the file and graphs. */
    long bytes() {
        return texts.stream().mapToLong(String::length).sum()
                + text.length()
                + 16L * (reals.size() + integers.size())
                + (tensor == null
                        ? 0
                        : tensor.typed().stream().mapToLong(FilePart::byteSize).sum());
    }

    /** This attribute under another name. */
    AttributeProto named(String other) {
        return new AttributeProto(
                other, kind, real, integer, text, tensor, graph, reals, integers, texts, reference);
    }

    /** This attribute with another graph. */
    AttributeProto with(GraphProto other) {
        return new AttributeProto(
                name, kind, real, integer, text, tensor, other, reals, integers, texts, reference);
    }

    private static Kind kind(ProtoReader in) {
        int number = in.integer32();
        if (number < 0 || number >= Kind.REFERENCE.ordinal()) {
            throw in.damaged("expected an attribute type below 15, actual " + number);
        }
        return Kind.values()[number];
    }

    private static Kind kindOfField(int field, Kind before) {
        return switch (field) {
            case 2 -> Kind.FLOAT;
            case 3 -> Kind.INT;
            case 4 -> Kind.STRING;
            case 5 -> Kind.TENSOR;
            case 6 -> Kind.GRAPH;
            case 7 -> Kind.FLOATS;
            case 8 -> Kind.INTS;
            case 9 -> Kind.STRINGS;
            case 10 -> Kind.TENSORS;
            case 11 -> Kind.GRAPHS;
            case 14 -> Kind.TYPE_PROTO;
            case 15 -> Kind.TYPE_PROTOS;
            case 21 -> Kind.REFERENCE;
            case 22 -> Kind.SPARSE_TENSOR;
            case 23 -> Kind.SPARSE_TENSORS;
            default -> before;
        };
    }
}
