package dev.lanewise.bench.kernel;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something to compute, the same for every engine: inputs and output are plain row-major arrays of
 * one image. Its text form is a line of {@code kernel-shapes.txt}.
 */
sealed interface Work {

    /** Sizes of an image, [channels, height, width]; a flat run of n values is [1, 1, n]. */
    record Image(int channels, int height, int width) {

        int elements() {
            return channels * height * width;
        }

        boolean isFlat() {
            return channels == 1 && height == 1;
        }

        static Image parse(String text) {
            int[] sizes = sizes(text);
            return switch (sizes.length) {
                case 1 -> new Image(1, 1, sizes[0]);
                case 3 -> new Image(sizes[0], sizes[1], sizes[2]);
                default -> throw new IllegalArgumentException("expected CxHxW or N: " + text);
            };
        }
    }

    /**
     * y = A B, [m, k] times [k, n].
     *
     * @param constantB whether B may be rearranged beforehand
     * @param transA A is [k, m]
     * @param transB B is [n, k]
     */
    record Gemm(int m, int n, int k, boolean constantB, boolean transA, boolean transB)
            implements Work {

        @Override
        public String family() {
            return constantB ? "gemm" : "matmul";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(m * k, k * n);
        }

        @Override
        public double flops() {
            return 2.0 * m * n * k;
        }

        @Override
        public long bytes() {
            return 4L * ((long) m * k + (long) k * n + (long) m * n);
        }
    }

    /** y = max(0, convolution of x [C, H, W] + bias); square windows. */
    record Conv(Image x, int outChannels, int kernel, int stride, int pad, int groups)
            implements Work {

        int outHeight() {
            return (x.height + 2 * pad - kernel) / stride + 1;
        }

        int outWidth() {
            return (x.width + 2 * pad - kernel) / stride + 1;
        }

        int weights() {
            return outChannels * (x.channels / groups) * kernel * kernel;
        }

        @Override
        public String family() {
            if (groups > 1 && groups == x.channels) {
                return "depthwise";
            }
            return kernel == 3 && stride == 1 && groups == 1 && x.channels > 4
                    ? "winograd"
                    : "conv";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements(), weights(), outChannels);
        }

        @Override
        public double flops() {
            return 2.0 * weights() * outHeight() * outWidth();
        }

        @Override
        public long bytes() {
            return 4L
                    * (x.elements()
                            + (long) weights()
                            + (long) outChannels * outHeight() * outWidth());
        }
    }

    /** Pooling with a square window; {@code kernel} = 0 pools whole planes. */
    record Pool(PoolSpec.Kind kind, Image x, int kernel, int stride, int pad) implements Work {

        boolean isGlobal() {
            return kernel == 0;
        }

        int out(int size) {
            return isGlobal() ? 1 : (size + 2 * pad - kernel) / stride + 1;
        }

        @Override
        public String family() {
            return "pool";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements());
        }

        @Override
        public long bytes() {
            return 4L * (x.elements() + (long) x.channels * out(x.height) * out(x.width));
        }
    }

    /** y = function(x). */
    record Elementwise(Unary.Function function, Image x) implements Work {

        @Override
        public String family() {
            return "elementwise";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements());
        }

        @Override
        public double leastInput() {
            // Engines disagree about the logarithm of what has none.
            return function == Unary.Function.LOG ? 0.01 : -1;
        }

        @Override
        public long bytes() {
            return 8L * x.elements();
        }
    }

    /** y = a + b or a * b; with {@code perChannel}, b is [C, 1, 1]. */
    record Binary(dev.lanewise.kernels.Binary function, Image x, boolean perChannel)
            implements Work {

        @Override
        public String family() {
            return "elementwise";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements(), perChannel ? x.channels : x.elements());
        }

        @Override
        public long bytes() {
            return 4L * (2L * x.elements() + inputs().get(1));
        }
    }

    /** Batch normalisation as inference sees it: y = max(0, x * scale[c] + shift[c]). */
    record ScaleShift(Image x) implements Work {

        @Override
        public String family() {
            return "elementwise";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements(), x.channels, x.channels);
        }

        @Override
        public long bytes() {
            return 8L * x.elements();
        }
    }

    /** Softmax over the middle axis of [outer, axis, inner]. */
    record Softmax(int outer, int axis, int inner) implements Work {

        @Override
        public String family() {
            return "softmax";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(outer * axis * inner);
        }

        @Override
        public long bytes() {
            return 8L * outer * axis * inner;
        }
    }

    /** Plain row-major to channel blocks or, with {@code back}, the other way. */
    record Reorder(Image x, boolean back) implements Work {

        @Override
        public String family() {
            return "copy";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(x.elements());
        }

        @Override
        public long bytes() {
            return 8L * x.elements();
        }
    }

    /** y[j, i] = x[i, j]. */
    record Transpose(int rows, int columns) implements Work {

        @Override
        public String family() {
            return "copy";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(rows * columns);
        }

        @Override
        public long bytes() {
            return 8L * rows * columns;
        }
    }

    /** The kind of kernel; rows of the table are grouped by it. */
    String family();

    /** Elements of each input. */
    List<Integer> inputs();

    /** The smallest value of an input; the largest is 1. */
    default double leastInput() {
        return -1;
    }

    /** Floating-point operations, a multiply-add being two; 0 where they aren't what counts. */
    default double flops() {
        return 0;
    }

    /** Bytes of the operands: the least that must be read and written. */
    long bytes();

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Work parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            return parse(words[0], Arrays.copyOfRange(words, 1, words.length));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "no such work: '" + text + "'; the forms are those of kernel-shapes.txt", e);
        }
    }

    private static Work parse(String kind, String... args) {
        List<String> flags = List.of(args);
        return switch (kind) {
            case "gemm", "matmul" -> {
                int[] s = sizes(args[0]);
                yield new Gemm(
                        s[0],
                        s[1],
                        s[2],
                        kind.equals("gemm"),
                        flags.contains("transA"),
                        flags.contains("transB"));
            }
            case "conv" ->
                    new Conv(
                            Image.parse(args[0]),
                            Integer.parseInt(args[1]),
                            sizes(args[2])[0],
                            flag(flags, "s", 1),
                            flag(flags, "p", 0),
                            flag(flags, "g", 1));
            case "maxpool", "avgpool" ->
                    new Pool(
                            kind.equals("maxpool") ? PoolSpec.Kind.MAX : PoolSpec.Kind.AVERAGE,
                            Image.parse(args[0]),
                            sizes(args[1])[0],
                            flag(flags, "s", 1),
                            flag(flags, "p", 0));
            case "globalavgpool" -> new Pool(PoolSpec.Kind.AVERAGE, Image.parse(args[0]), 0, 1, 0);
            case "add", "mul" ->
                    new Binary(
                            dev.lanewise.kernels.Binary.valueOf(kind.toUpperCase(Locale.ROOT)),
                            Image.parse(args[0]),
                            flags.contains("perChannel"));
            case "scaleshift" -> new ScaleShift(Image.parse(args[0]));
            case "softmax" -> {
                int[] s = sizes(args[0]);
                yield new Softmax(s[0], s[1], s[2]);
            }
            case "toblocks" -> new Reorder(Image.parse(args[0]), false);
            case "fromblocks" -> new Reorder(Image.parse(args[0]), true);
            case "transpose" -> new Transpose(sizes(args[0])[0], sizes(args[0])[1]);
            default ->
                    new Elementwise(
                            Unary.Function.valueOf(kind.toUpperCase(Locale.ROOT)),
                            Image.parse(args[0]));
        };
    }

    private static int[] sizes(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /** The number behind the letter, as in s2. */
    private static int flag(List<String> flags, String letter, int otherwise) {
        return flags.stream()
                .filter(flag -> flag.matches(letter + "\\d+"))
                .map(flag -> Integer.parseInt(flag.substring(1)))
                .findFirst()
                .orElse(otherwise);
    }
}
