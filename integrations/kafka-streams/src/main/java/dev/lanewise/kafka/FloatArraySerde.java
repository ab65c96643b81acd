package dev.lanewise.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Rows of numbers as the values of records: four bytes each, big-endian, as Kafka writes single
 * floats. No value is null. Thread-safe.
 */
public final class FloatArraySerde implements Serde<float[]> {

    /** Made by configurations, which name the class. */
    public FloatArraySerde() {}

    @Override
    public Serializer<float[]> serializer() {
        return (topic, row) -> write(row);
    }

    /**
     * Reads rows.
     *
     * @return a deserializer that throws {@link SerializationException} for bytes that are no
     *     floats, which Kafka Streams hands to its {@code DeserializationExceptionHandler}
     */
    @Override
    public Deserializer<float[]> deserializer() {
        return (topic, bytes) -> read(topic, bytes);
    }

    private static byte @Nullable [] write(float @Nullable [] row) {
        if (row == null) {
            return null;
        }
        byte[] bytes = new byte[Math.multiplyExact(row.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).asFloatBuffer().put(row);
        return bytes;
    }

    private static float @Nullable [] read(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length % Float.BYTES != 0) {
            throw new SerializationException(
                    "record of topic '"
                            + topic
                            + "': expected floats of 4 bytes each, actual "
                            + bytes.length
                            + " bytes");
        }
        float[] row = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
        return row;
    }
}
