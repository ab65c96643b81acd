package dev.lanewise.spark;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import scala.Tuple2;

import java.util.SplittableRandom;

/** Pictures of Fashion-MNIST's size, made from their numbers, and networks for them. */
final class Rows {

    static final int LENGTH = 28 * 28;

    private Rows() {}

    /** A network for the pictures. */
    static byte[] network() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 1, 28, 28));
        return OnnxWriter.toBytes(
                Sequential.of(
                                Conv2d.of(1, 8, 5),
                                ReLU.of(),
                                MaxPool2d.of(2, 2),
                                Conv2d.of(8, 16, 5),
                                ReLU.of(),
                                MaxPool2d.of(2, 2),
                                Flatten.of(),
                                Linear.of(256, 10))
                        .graph(input, 9));
    }

    static float[] row(long id) {
        SplittableRandom random = new SplittableRandom(id);
        float[] row = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            row[i] = (random.nextInt() >>> 8) * 0x1p-24f;
        }
        return row;
    }

    @SuppressWarnings("unchecked") // Scala's Array[Float]
    static Encoder<float[]> floats(SparkSession spark) {
        return (Encoder<float[]>) (Encoder<?>) spark.implicits().newFloatArrayEncoder();
    }

    /** Columns {@code id} and {@code features}. */
    static Dataset<Row> dataset(SparkSession spark, long count, int partitions) {
        return spark.range(0, count, 1, partitions)
                .map(
                        (MapFunction<Long, Tuple2<Long, float[]>>) id -> new Tuple2<>(id, row(id)),
                        Encoders.tuple(Encoders.LONG(), floats(spark)))
                .toDF("id", "features");
    }
}
