package dev.lanewise.model.image;

import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model's metadata say of its pictures: under the plain keys {@code scale}, {@code order},
 * {@code mean} and {@code std}, or else under those that ONNX defines. Keys and values in any case;
 * values that are not understood are as good as absent.
 */
final class ImageMetadata {

    private final Map<String, String> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final int channels;

    /**
     * @param channels channels of the input: 1 or 3
     */
    ImageMetadata(Map<String, String> metadata, int channels) {
        this.metadata.putAll(metadata);
        this.channels = channels;
    }

    Optional<Range> range() {
        return named(Range.values(), metadata.get("scale"))
                .or(() ->
                        switch (nominalRange()) {
                            case "nominalrange_0_255" -> Optional.of(Range.BYTE);
                            case "normalized_0_1", "normalized_1_1" -> Optional.of(Range.UNIT);
                            default -> Optional.empty();
                        });
    }

    Optional<Channels> channels() {
        return named(Channels.values(), metadata.get("order"))
                .or(() ->
                        switch (onnx("Image.BitmapPixelFormat")) {
                            case "gray8" -> Optional.of(Channels.GREY);
                            case "rgb8" -> Optional.of(Channels.RGB);
                            case "bgr8" -> Optional.of(Channels.BGR);
                            default -> Optional.empty();
                        })
                .filter(order -> order.count() == channels);
    }

    Optional<List<Float>> mean() {
        return numbers(metadata.get("mean")).or(() -> nominal(0));
    }

    Optional<List<Float>> std() {
        return numbers(metadata.get("std"))
                .filter(values -> values.stream().allMatch(value -> value > 0))
                .or(() -> nominal(1));
    }

    /** Mean or std of ONNX's ranges, which are complete in themselves. */
    private Optional<List<Float>> nominal(float plain) {
        if (metadata.containsKey("scale")) {
            return Optional.empty();
        }
        return switch (nominalRange()) {
            case "nominalrange_0_255", "normalized_0_1" -> Optional.of(List.of(plain));
            // From -1 to 1.
            case "normalized_1_1" -> Optional.of(List.of(0.5f));
            default -> Optional.empty();
        };
    }

    private String nominalRange() {
        return onnx("Image.NominalPixelRange");
    }

    private String onnx(String key) {
        return metadata.getOrDefault(key, "").toLowerCase(Locale.ROOT);
    }

    private static <T> Optional<T> named(T[] values, @Nullable String text) {
        return Arrays.stream(values)
                .filter(value -> text != null && value.toString().equalsIgnoreCase(text.strip()))
                .findFirst();
    }

    private Optional<List<Float>> numbers(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            List<Float> values =
                    Arrays.stream(text.split(",")).map(String::strip).map(Float::valueOf).toList();
            boolean fits = values.size() == 1 || values.size() == channels;
            return fits && values.stream().allMatch(Float::isFinite)
                    ? Optional.of(values)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
