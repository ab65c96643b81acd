package dev.lanewise.cli;

import dev.lanewise.model.Shape;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;

/** Reads {@code 1x3x224x224} or {@code 1,3,224,224}. */
final class ShapeConverter implements ITypeConverter<Shape> {

    @Override
    public Shape convert(String text) {
        try {
            return Shape.of(
                    Arrays.stream(text.split("[x,]", -1)).mapToLong(Long::parseLong).toArray());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "expected a shape such as 1x3x224x224, actual '" + text + "'");
        }
    }
}
