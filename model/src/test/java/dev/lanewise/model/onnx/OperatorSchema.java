package dev.lanewise.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What ONNX says of one version of an operator, from the table that {@code
 * test-vectors/src/main/python/schemas.py} makes.
 *
 * @param name the operator
 * @param version the operator set that brought this version
 * @param withdrawn whether it took the operator away; the rest is empty then
 * @param minInputs inputs that must be there
 * @param maxInputs inputs that may be there
 * @param attributes by name
 * @param types element types of tensors by the name of a type parameter
 * @param inputs type parameter, or element type, of each formal input
 * @param outputs type parameter, or element type, of each formal output
 */
record OperatorSchema(
        String name,
        int version,
        boolean withdrawn,
        int minInputs,
        int maxInputs,
        Map<String, Attribute> attributes,
        Map<String, List<String>> types,
        List<String> inputs,
        List<String> outputs) {

    /**
     * An attribute.
     *
     * @param type ONNX's name of its type
     * @param value the default as text, empty where there is none
     * @param required whether it must be there
     */
    record Attribute(String type, String value, boolean required) {}

    /** All versions of all operators, by name and version. */
    static List<OperatorSchema> all() {
        try (InputStream in = OperatorSchema.class.getResourceAsStream("schemas.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(OperatorSchema::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OperatorSchema parse(String line) {
        String[] parts = line.split("\t", -1);
        int version = Integer.parseInt(parts[1]);
        if (parts[2].equals("withdrawn")) {
            return new OperatorSchema(
                    parts[0], version, true, 0, 0, Map.of(), Map.of(), List.of(), List.of());
        }
        Map<String, List<String>> types = new LinkedHashMap<>();
        items(parts[5])
                .forEach(item -> {
                    int equals = item.indexOf('=');
                    types.put(
                            item.substring(0, equals),
                            Stream.of(item.substring(equals + 1).split(","))
                                    .filter(type -> !type.isEmpty())
                                    .toList());
                });
        return new OperatorSchema(
                parts[0],
                version,
                false,
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                attributes(parts[4]),
                types,
                parameters(parts[6]),
                parameters(parts[7]));
    }

    private static Stream<String> items(String text) {
        return Arrays.stream(text.split(";")).filter(item -> !item.isEmpty());
    }

    private static Map<String, Attribute> attributes(String text) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        items(text)
                .forEach(item -> {
                    boolean required = item.endsWith("!");
                    String rest = required ? item.substring(0, item.length() - 1) : item;
                    int colon = rest.indexOf(':');
                    int equals = rest.indexOf('=');
                    attributes.put(
                            rest.substring(0, colon),
                            new Attribute(
                                    rest.substring(colon + 1, equals < 0 ? rest.length() : equals),
                                    equals < 0 ? "" : rest.substring(equals + 1),
                                    required));
                });
        return attributes;
    }

    private static List<String> parameters(String text) {
        List<String> parameters = new ArrayList<>();
        items(text)
                .forEach(item ->
                        parameters.add(
                                item.substring(item.indexOf(':') + 1).replaceAll("[?*]", "")));
        return parameters;
    }
}
