package dev.lanewise.bench;

import dev.lanewise.cli.peer.Peer;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Whether Lanewise computes what ONNX Runtime computes. Takes ONNX files with inputs of fixed
 * shapes, named by the arguments or, without any, by the lines of the standard input, and answers
 * each with a line: {@code agrees} or {@code DIFFERS} with the largest difference of an output, or
 * {@code FAILED} with the reason. The exit status is 1 unless all agree.
 */
public final class Agreement {

    /** Largest difference allowed, as {@link #difference} measures it. */
    static final double TOLERANCE = 1e-3;

    /** Elements smaller than this part of the largest are sums of terms that cancel. */
    private static final double SMALL = 0.01;

    private Agreement() {}

    /** Entry point. */
    public static void main(String[] args) throws IOException {
        boolean all = true;
        if (args.length > 0) {
            for (String arg : args) {
                all &= report(Path.of(arg));
            }
        } else {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    all &= report(Path.of(line));
                }
            }
        }
        System.exit(all ? 0 : 1);
    }

    @SuppressWarnings("SystemOut") // A program's output.
    private static boolean report(Path file) {
        String verdict;
        try {
            double difference = of(file);
            verdict =
                    String.format(
                            Locale.ROOT,
                            "%s  %8.1e",
                            difference <= TOLERANCE ? "agrees " : "DIFFERS",
                            difference);
        } catch (ModelException e) {
            verdict = "FAILED   " + e.getMessage().replace('\n', ' ');
        }
        System.out.println(verdict + "  " + file.getFileName());
        System.out.flush();
        return verdict.startsWith("agrees");
    }

    /** The largest difference of an output. */
    static double of(Path file) {
        try (Model model = Model.load(file, ModelOptions.defaults());
                Session session = model.newSession(SessionOptions.defaults())) {
            Random random = new Random(1);
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            for (int i = 0; i < model.inputs().size(); i++) {
                Tensor input = session.input(i);
                for (int j = 0; j < input.shape().elements(); j++) {
                    input.setDouble(j, random.nextGaussian());
                }
                inputs.put(model.inputs().get(i).name(), input);
            }
            try (Peer.Loaded peer = new OnnxRuntimePeer().load(file, 1, inputs)) {
                peer.run();
                session.run();
                Map<String, float[]> expected = peer.outputs();
                double largest = 0;
                List<String> outputs = model.graph().outputs();
                for (int i = 0; i < outputs.size(); i++) {
                    largest =
                            Math.max(
                                    largest,
                                    difference(
                                            expected.get(outputs.get(i)),
                                            session.output(i).toFloatArray()));
                }
                return largest;
            }
        }
    }

    /**
     * The largest |expected - actual| / (|expected| + |largest expected| / 100); infinite where a
     * value is not finite, the lengths differ or nothing but zeros is expected, which would prove
     * nothing.
     */
    static double difference(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference =
                    Math.abs((double) expected[i] - actual[i])
                            / (Math.abs(expected[i]) + SMALL * largest);
            if (!Double.isFinite(difference)) {
                return Double.POSITIVE_INFINITY;
            }
            worst = Math.max(worst, difference);
        }
        return largest > 0 ? worst : Double.POSITIVE_INFINITY;
    }
}
