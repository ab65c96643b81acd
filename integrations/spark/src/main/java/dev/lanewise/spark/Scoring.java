package dev.lanewise.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.classify.ImageClassifier;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

import scala.Tuple2;
import scala.Tuple4;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores the rows of a {@link Dataset} with a model, which is broadcast: each executor process
 * loads it once, and all tasks there share its packed weights.
 *
 * <pre>{@code
 * try (ModelHandle model = ModelHandle.of(Path.of("/shared/net.onnx"));
 *         Scoring scoring = Scoring.of(spark, model)) {
 *     scoring.rows(data, "features", "scores").write().parquet("/shared/scored");
 * }
 * }</pre>
 *
 * <p>The result has all columns of the data and two more: the output, and beside it {@code
 * OUTPUT_error}, a text that says why there is no output. It is null for rows that were scored; a
 * row that the model can't take (no value, another length, no picture) doesn't end the job. A model
 * that can't be loaded does.
 *
 * <p>Rows are run one by one, so that a row has the same bits wherever and however often it is
 * scored, as tasks are repeated when executors are lost. Thread-safe.
 */
public final class Scoring implements AutoCloseable {

    /** What a picture's classes look like in a column: the fields of {@code Prediction}. */
    private static final DataType CLASSES =
            DataTypes.createArrayType(
                    new StructType()
                            .add("index", DataTypes.IntegerType, false)
                            .add("label", DataTypes.StringType, false)
                            .add("value", DataTypes.FloatType, false),
                    false);

    private final Broadcast<ModelHandle> model;

    private Scoring(Broadcast<ModelHandle> model) {
        this.model = model;
    }

    /** How pictures become input, and output answers; called where the model is, in each task. */
    @FunctionalInterface
    public interface PictureSettings extends Serializable {
        /** The settings for a model. */
        ImageClassifier.Settings of(Model model);
    }

    /** Scoring by a model; the handle may be closed when this is closed. */
    public static Scoring of(SparkSession spark, ModelHandle model) {
        return new Scoring(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model));
    }

    /**
     * Adds the value of each class, an array of floats, to rows of numbers.
     *
     * @param data lazily read, as the result is
     * @param input name of a column of type array of float; for vectors of {@code spark.ml} see
     *     {@code vector_to_array(column, "float32")}
     * @param output name of the new column
     * @throws IllegalArgumentException if there is no such input, or there is such an output
     */
    public Dataset<Row> rows(Dataset<Row> data, String input, String output) {
        DataType type = check(data, input, output).dataType();
        if (!(type instanceof ArrayType array)
                || !array.elementType().equals(DataTypes.FloatType)) {
            throw wrongType(input, "an array of float", type);
        }
        // Numbers go around Row, which would box each of them.
        StructType rest = without(data.schema(), input);
        List<Column> others = new ArrayList<>();
        for (String name : rest.fieldNames()) {
            others.add(data.col(quoted(name)));
        }
        // A structure has at least one field.
        others.add(lit(true).as(unused(rest)));
        StructType carried = rest.add(unused(rest), DataTypes.BooleanType, false);
        @SuppressWarnings("unchecked") // Scala's Array[Float]
        Encoder<float[]> floats =
                (Encoder<float[]>)
                        (Encoder<?>) data.sparkSession().implicits().newFloatArrayEncoder();
        Encoder<Row> row = Encoders.row(carried);
        Dataset<Tuple2<float[], Row>> numbers =
                data.select(
                                data.col(quoted(input)).as("_1"),
                                struct(others.toArray(Column[]::new)).as("_2"))
                        .as(Encoders.tuple(floats, row));
        Dataset<Tuple4<float[], float[], String, Row>> scored =
                numbers.mapPartitions(
                        new RowTask(model), Encoders.tuple(floats, floats, Encoders.STRING(), row));
        List<Column> columns = new ArrayList<>();
        for (String name : data.columns()) {
            columns.add((name.equals(input) ? col("_1") : col("_4").getField(name)).as(name));
        }
        columns.add(col("_2").as(output));
        columns.add(col("_3").as(error(output)));
        return scored.select(columns.toArray(Column[]::new));
    }

    /**
     * Adds ranked classes to picture files, by the model's own settings. Each class is a structure
     * of its {@code index}, {@code label} and {@code value}.
     *
     * @param data lazily read, as the result is
     * @param input name of a column of type binary, such as {@code content} of the data source
     *     {@code binaryFile}
     * @param output name of the new column
     * @throws IllegalArgumentException if there is no such input, or there is such an output
     */
    public Dataset<Row> pictures(Dataset<Row> data, String input, String output) {
        return pictures(data, input, output, ImageClassifier.Settings::of);
    }

    /** {@link #pictures(Dataset, String, String)} with other settings. */
    public Dataset<Row> pictures(
            Dataset<Row> data, String input, String output, PictureSettings settings) {
        DataType type = check(data, input, output).dataType();
        if (!type.equals(DataTypes.BinaryType)) {
            throw wrongType(input, "binary", type);
        }
        StructType result =
                data.schema().add(output, CLASSES).add(error(output), DataTypes.StringType);
        int column = data.schema().fieldIndex(input);
        return data.mapPartitions(new PictureTask(model, settings, column), Encoders.row(result));
    }

    private static String error(String output) {
        return output + "_error";
    }

    private static StructField check(Dataset<Row> data, String input, String output) {
        List<String> names = Arrays.asList(data.columns());
        if (!names.contains(input)) {
            throw new IllegalArgumentException(
                    "input column '" + input + "': expected one of " + names);
        }
        for (String added : List.of(output, error(output))) {
            if (names.contains(added)) {
                throw new IllegalArgumentException(
                        "output column '" + added + "': the data has it already: " + names);
            }
        }
        return data.schema().apply(input);
    }

    private static IllegalArgumentException wrongType(
            String input, String expected, DataType actual) {
        return new IllegalArgumentException(
                "input column '"
                        + input
                        + "': expected "
                        + expected
                        + ", actual "
                        + actual.catalogString());
    }

    private static StructType without(StructType schema, String column) {
        return new StructType(
                Arrays.stream(schema.fields())
                        .filter(field -> !field.name().equals(column))
                        .toArray(StructField[]::new));
    }

    private static String unused(StructType schema) {
        String name = "_";
        while (Arrays.asList(schema.fieldNames()).contains(name)) {
            name += "_";
        }
        return name;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /**
     * Lets the executors forget the model. Results that were not computed by then can't be any
     * more. Closing twice is harmless.
     */
    @Override
    public void close() {
        model.destroy();
    }
}
