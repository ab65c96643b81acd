package dev.lanewise.kernels;

import dev.lanewise.kernels.KernelCase.Tolerance;
import dev.lanewise.kernels.KernelCase.Weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Random specifications of every kind of kernel: sizes of 0, 1 and around the number of lanes,
 * rectangular windows, halos on all sides and of any width that the kernel allows.
 */
final class Cases {

    /** The channel block of the provider under test; something blocked even if it is scalar. */
    private static final int LANES = Math.max(4, Kernels.best().lanes());

    private static final List<Unary> ACTIVATIONS =
            List.of(
                    Unary.IDENTITY,
                    Unary.IDENTITY,
                    Unary.RELU,
                    Unary.clip(0, 6),
                    new Unary(Unary.Function.LEAKY_RELU, 0.25f, 0),
                    Unary.of(Unary.Function.HARD_SWISH),
                    Unary.of(Unary.Function.SILU),
                    Unary.of(Unary.Function.SIGMOID));

    private Cases() {}

    // ---- sizes ----

    private static int channels(Random random) {
        return pick(
                random,
                0,
                1,
                2,
                3,
                LANES - 1,
                LANES,
                LANES + 1,
                2 * LANES,
                2 * LANES + 3,
                3 * LANES);
    }

    private static int extent(Random random) {
        return pick(random, 0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, LANES, LANES + 1, 2 * LANES + 5);
    }

    /** Mostly the plain and the provider's block, now and then another. */
    private static int block(Random random) {
        return pick(random, 1, 1, 1, LANES, LANES, LANES, LANES, 2, LANES / 2, 2 * LANES);
    }

    private static int pick(Random random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Layout halo(Random random, Layout layout) {
        return random.nextInt(3) == 0
                ? layout
                : layout.withHalo(
                        random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    }

    private static Layout image(Random random) {
        return halo(
                random,
                Layout.blocked(
                        pick(random, 1, 1, 2, 3),
                        channels(random),
                        extent(random),
                        extent(random),
                        block(random)));
    }

    private static Unary activation(Random random) {
        return ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
    }

    // ---- products ----

    static KernelCase conv(Random random) {
        Window w =
                new Window(
                        pick(random, 1, 1, 2, 3, 3, 3, 5),
                        pick(random, 1, 1, 2, 3, 3, 3, 5),
                        pick(random, 1, 1, 1, 2, 3),
                        pick(random, 1, 1, 1, 2, 3),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 1, 2),
                        pick(random, 1, 1, 1, 2));
        if (random.nextInt(3) == 0) {
            int kernel = pick(random, 1, 3, 3, 5);
            w = Window.of(kernel, pick(random, 1, 1, 2), kernel / 2);
        }
        int groups = pick(random, 1, 1, 1, 2, 3, 0);
        int in = Math.max(1, channels(random));
        int out = Math.max(1, channels(random));
        if (groups == 0) {
            groups = in;
            out = in * pick(random, 1, 1, 1, 2);
        } else {
            in = groups * pick(random, 1, 2, LANES, Math.max(1, in / groups));
            out = groups * pick(random, 1, 3, LANES, Math.max(1, out / groups));
        }
        int lanes = Kernels.best().lanes();
        int height = Math.max(extent(random), (w.kernelH() - 1) * w.dilationH() + 1);
        int width = Math.max(extent(random), (w.kernelW() - 1) * w.dilationW() + 1);
        int outHeight =
                outExtent(random, height, w.kernelH(), w.strideH(), w.padTop(), w.dilationH());
        int outWidth =
                outExtent(random, width, w.kernelW(), w.strideW(), w.padLeft(), w.dilationW());
        int batch = pick(random, 1, 1, 2);
        Layout y = halo(random, Layout.blocked(batch, out, outHeight, outWidth, lanes));
        Layout x =
                Layout.blocked(batch, in, height, width, pick(random, 1, LANES, lanes, lanes))
                        .withHalo(
                                w.haloTop() + random.nextInt(2),
                                w.padLeft() + random.nextInt(2),
                                w.haloBottom(height, outHeight) + random.nextInt(2),
                                w.haloRight(width, outWidth) + random.nextInt(2));
        ConvSpec spec = new ConvSpec(x, y, w, groups);
        Epilogue epilogue = new Epilogue(random.nextInt(3) == 0, activation(random));
        return conv(spec, epilogue, random.nextBoolean(), List::getFirst);
    }

    /** A 3x3 convolution by any of its algorithms. */
    static KernelCase conv3x3(Random random) {
        int stride = pick(random, 1, 1, 2);
        Window w = new Window(3, 3, stride, stride, random.nextInt(3), random.nextInt(3), 1, 1);
        int lanes = Kernels.best().lanes();
        int in = pick(random, 1, LANES, 2 * LANES + 1, 5 * LANES);
        int out = pick(random, 3, LANES, 4 * LANES, 5 * LANES + 1);
        int height = pick(random, 4, 5, 7, 13, 18, 23);
        int width = pick(random, 4, 6, 7, 14, 19);
        int batch = pick(random, 1, 1, 2);
        Layout y = halo(random, Layout.blocked(batch, out, height, width, lanes));
        int inHeight = Math.max(3, (height - 1) * stride + 3 - w.padTop() - random.nextInt(3));
        int inWidth = Math.max(3, (width - 1) * stride + 3 - w.padLeft() - random.nextInt(3));
        Layout x =
                Layout.blocked(batch, in, inHeight, inWidth, lanes)
                        .withHalo(
                                w.haloTop(),
                                w.padLeft() + random.nextInt(2),
                                w.haloBottom(inHeight, height),
                                w.haloRight(inWidth, width));
        Epilogue epilogue = new Epilogue(random.nextInt(3) == 0, activation(random));
        int algorithm = random.nextInt(12);
        return conv(
                new ConvSpec(x, y, w, 1),
                epilogue,
                random.nextBoolean(),
                all -> all.get(algorithm % all.size()));
    }

    /** With a pooling behind it, by an algorithm that takes one. */
    static KernelCase convPooled(Random random) {
        int lanes = Kernels.best().lanes();
        boolean picture = random.nextInt(3) == 0;
        int in = picture ? pick(random, 1, 3) : pick(random, 1, LANES, 2 * LANES + 1);
        int out = pick(random, 3, LANES, 4 * LANES);
        int height = pick(random, 4, 6, 14, 18);
        int width = picture ? pick(random, 14, 26, 28) : pick(random, 4, 6, 14, 28);
        Layout x = Layout.blocked(1, in, height, width, picture ? 1 : lanes).withHalo(1, 1, 1, 1);
        Layout between = Layout.blocked(1, out, height, width, lanes);
        Layout y = halo(random, Layout.blocked(1, out, height / 2, width / 2, lanes));
        ConvSpec spec = new ConvSpec(x, between, Window.of(3, 1, 1), 1);
        Epilogue epilogue = Epilogue.of(random.nextBoolean() ? Unary.RELU : Unary.IDENTITY);
        PoolSpec pool = new PoolSpec(PoolSpec.Kind.MAX, between, y, Window.of(2, 2, 0), 0, 0);
        int algorithm = random.nextInt(12);
        Function<Kernels, List<WeightedKernel>> all =
                kernels ->
                        kernels.convCandidates(spec, epilogue).stream()
                                .map(maker -> maker.get().pooled(pool))
                                .filter(Objects::nonNull)
                                .toList();
        if (all.apply(Kernels.best()).isEmpty()) {
            return convPooled(random);
        }
        Function<Kernels, Kernel> make =
                kernels -> {
                    List<WeightedKernel> kernelsThatPool = all.apply(kernels);
                    return kernelsThatPool.get(algorithm % kernelsThatPool.size());
                };
        return new KernelCase(
                spec + " " + epilogue + " " + pool,
                make,
                kernels -> kernels.conv(spec, Epilogue.NONE).pooled(pool),
                List.of(x),
                new Weights(out * in * 9, out, random.nextBoolean()),
                y,
                -1,
                Tolerance.product(9 * in, true, epilogue.activation()));
    }

    private static KernelCase conv(
            ConvSpec spec,
            Epilogue epilogue,
            boolean hasBias,
            Function<List<Supplier<WeightedKernel>>, Supplier<WeightedKernel>> choice) {
        Epilogue linear = new Epilogue(epilogue.residual(), Unary.IDENTITY);
        int terms = spec.x().channels() / spec.groups() * spec.window().size();
        int weights = spec.y().channels() * terms;
        boolean byRows = hasBias; // half of the cases
        Function<Kernels, Kernel> make =
                kernels -> {
                    WeightedKernel kernel =
                            choice.apply(kernels.convCandidates(spec, epilogue)).get();
                    return byRows ? kernel.byRows() : kernel;
                };
        boolean winograd = make.apply(Kernels.best()).name().contains("winograd");
        return new KernelCase(
                spec + " " + epilogue,
                make,
                kernels -> kernels.conv(spec, linear),
                epilogue.residual() ? List.of(spec.x(), spec.y()) : List.of(spec.x()),
                new Weights(weights, spec.y().channels(), hasBias),
                spec.y(),
                -1,
                Tolerance.product(terms, winograd, epilogue.activation()));
    }

    /** A convolution to one row of pixels, with work for several units of it. */
    static KernelCase convFlat(Random random) {
        int lanes = Kernels.best().lanes();
        int kernel = pick(random, 1, 2, 3);
        int rows = pick(random, 1, 1, 3);
        int stride = pick(random, 1, 2);
        Window w = new Window(rows, kernel, 1, stride, 0, kernel / 2, 1, 1);
        int in = pick(random, 2 * lanes, 4 * lanes);
        int out = pick(random, 4 * lanes, 4 * lanes + 1, 6 * lanes);
        int width = pick(random, 80, 147);
        int outWidth = (width + 2 * w.padLeft() - kernel) / stride + 1;
        Layout y = halo(random, Layout.blocked(pick(random, 1, 2), out, 1, outWidth, lanes));
        Layout x =
                Layout.blocked(y.batch(), in, rows, width, lanes)
                        .withHalo(0, w.padLeft(), 0, w.haloRight(width, outWidth));
        Epilogue epilogue = new Epilogue(random.nextBoolean(), activation(random));
        return conv(new ConvSpec(x, y, w, 1), epilogue, random.nextBoolean(), List::getFirst);
    }

    /** A convolution whose last panel of output channels is a vector, or one and a half, wide. */
    static KernelCase convThin(Random random) {
        int lanes = Kernels.best().lanes();
        int kernel = pick(random, 1, 1, 2, 3);
        Window w = Window.of(kernel, pick(random, 1, 2), kernel / 2);
        int in = pick(random, 1, 2, lanes, lanes + 2, 3 * lanes);
        int most = pick(random, lanes, lanes + lanes / 2, 2 * lanes + lanes / 2);
        int out = pick(random, 0, 0, 4 * lanes) + most - random.nextInt(Math.max(1, lanes / 2));
        int height = pick(random, 2, 3, 12);
        int width = pick(random, 8, 14, 37);
        int outHeight = (height + 2 * w.padTop() - w.kernelH()) / w.strideH() + 1;
        int outWidth = (width + 2 * w.padLeft() - w.kernelW()) / w.strideW() + 1;
        int batch = pick(random, 1, 2);
        Layout y = halo(random, Layout.blocked(batch, out, outHeight, outWidth, lanes));
        Layout x =
                Layout.blocked(batch, in, height, width, lanes)
                        .withHalo(
                                w.haloTop(),
                                w.padLeft(),
                                w.haloBottom(height, outHeight),
                                w.haloRight(width, outWidth));
        Epilogue epilogue = new Epilogue(random.nextBoolean(), activation(random));
        return conv(new ConvSpec(x, y, w, 1), epilogue, random.nextBoolean(), List::getFirst);
    }

    /** A first layer: few channels, none of them in blocks, and windows mostly three wide. */
    static KernelCase convPicture(Random random) {
        int lanes = Kernels.best().lanes();
        boolean seven = random.nextInt(3) == 0;
        int kernelW = seven ? pick(random, 7, 2) : pick(random, 3, 3, 3, 2);
        Window w =
                new Window(
                        seven ? 7 : pick(random, 1, 3, 3, 5),
                        kernelW,
                        seven ? 2 : pick(random, 1, 2),
                        pick(random, 1, 2),
                        random.nextInt(2),
                        random.nextInt(2),
                        1,
                        1);
        int in = pick(random, 1, 3, 4);
        int out = pick(random, lanes / 2, lanes, 2 * lanes, 3 * lanes + 1, 4 * lanes, 5 * lanes);
        int outHeight = pick(random, 1, 2, 3, 5, 9);
        int outWidth = pick(random, 4, 7, 14, 15, 28, 31, 40);
        int height = (outHeight - 1) * w.strideH() + w.kernelH();
        int width = (outWidth - 1) * w.strideW() + w.kernelW() - random.nextInt(2);
        int batch = pick(random, 1, 2);
        Layout y = halo(random, Layout.blocked(batch, out, outHeight, outWidth, lanes));
        Layout x =
                Layout.blocked(batch, in, height, width, 1)
                        .withHalo(
                                w.haloTop(),
                                w.padLeft(),
                                w.haloBottom(height, outHeight),
                                w.haloRight(width, outWidth));
        Epilogue epilogue = new Epilogue(random.nextInt(3) == 0, activation(random));
        return conv(new ConvSpec(x, y, w, 1), epilogue, random.nextBoolean(), List::getFirst);
    }

    /** A convolution to few channels, in rows where the provider has that. */
    static KernelCase convToRows(Random random) {
        int lanes = Kernels.best().lanes();
        int kernelW = pick(random, 3, 5, 9);
        Window w =
                new Window(
                        pick(random, 1, 3),
                        kernelW,
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2));
        int in = pick(random, 1, 3, lanes, lanes + 1);
        int out = pick(random, 1, 2, 3, 4, 7);
        int outHeight = pick(random, 1, 3);
        int outWidth = pick(random, 1, 2, 5, 16, 17, 31);
        int height = (outHeight - 1) * w.strideH() + (w.kernelH() - 1) * w.dilationH() + 1;
        int width = (outWidth - 1) * w.strideW() + (w.kernelW() - 1) * w.dilationW() + 1;
        int batch = pick(random, 1, 2);
        Layout x =
                Layout.blocked(batch, in, height, width, pick(random, 1, lanes))
                        .withHalo(
                                w.haloTop(),
                                w.padLeft(),
                                w.haloBottom(height, outHeight),
                                w.haloRight(width, outWidth));
        Layout rows = Layout.nchw(batch, out, outHeight, outWidth);
        Epilogue epilogue = Epilogue.of(activation(random));
        boolean inRows = Kernels.best().takesRows(new ConvSpec(x, rows, w, 1), epilogue);
        Layout y = inRows ? rows : rows.withBlock(lanes);
        return conv(new ConvSpec(x, y, w, 1), epilogue, random.nextBoolean(), List::getFirst);
    }

    /** A convolution with a prologue: windows of one pixel. */
    static KernelCase convScaled(Random random) {
        int in = Math.max(1, channels(random));
        int out = Math.max(1, channels(random));
        int lanes = Kernels.best().lanes();
        int batch = pick(random, 1, 1, 2);
        int height = extent(random);
        int width = extent(random);
        if (random.nextBoolean()) {
            // Few weights beside the input.
            out = pick(random, 1, 2, 3);
            height = pick(random, 20, 30);
            width = pick(random, 4, 20, 30);
        }
        Layout x = Layout.blocked(batch, in, height, width, lanes);
        x = random.nextBoolean() ? x : x.withHalo(random.nextInt(3), 0, random.nextInt(3), 0);
        Layout y = halo(random, Layout.blocked(batch, out, height, width, lanes));
        ConvSpec spec = new ConvSpec(x, y, new Window(1, 1, 1, 1, 0, 0, 1, 1), 1);
        Epilogue epilogue = new Epilogue(random.nextInt(3) == 0, activation(random));
        Epilogue linear = new Epilogue(epilogue.residual(), Unary.IDENTITY);
        boolean shift = random.nextBoolean();
        Prologue prologue =
                new Prologue(
                        random.nextBoolean(),
                        shift,
                        random.nextBoolean() ? Unary.RELU : Unary.IDENTITY);
        int images = prologue.perImage() ? batch : 1;
        List<Layout> inputs = new ArrayList<>();
        inputs.add(x);
        inputs.add(Layout.blocked(images, in, 1, 1, lanes));
        if (shift) {
            inputs.add(Layout.blocked(1, in, 1, 1, lanes));
        }
        if (epilogue.residual()) {
            inputs.add(y);
        }
        return new KernelCase(
                spec + " " + prologue + " " + epilogue,
                kernels -> scaled(kernels, spec, prologue, epilogue),
                kernels -> scaled(kernels, spec, prologue, linear),
                inputs,
                new Weights(out * in, out, random.nextBoolean()),
                y,
                -1,
                Tolerance.product(in, false, epilogue.activation()));
    }

    /** By the twin where a provider doesn't take the prologue. */
    private static Kernel scaled(
            Kernels kernels, ConvSpec spec, Prologue prologue, Epilogue epilogue) {
        return (kernels.takesPrologue(spec, prologue, epilogue) ? kernels : Kernels.reference())
                .conv(spec, prologue, epilogue);
    }

    static KernelCase convTranspose(Random random) {
        Window w =
                new Window(
                        pick(random, 1, 1, 2, 3, 3, 4, 5),
                        pick(random, 1, 2, 2, 3, 3, 4, 5),
                        pick(random, 1, 1, 2, 2, 3),
                        pick(random, 1, 1, 2, 2, 3),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 1, 2, 3),
                        pick(random, 1, 1, 1, 2));
        int groups = pick(random, 1, 1, 1, 2, 3, 0);
        int in = Math.max(1, channels(random));
        int out = Math.max(1, channels(random));
        if (groups == 0) {
            groups = in;
            out = in * pick(random, 1, 1, 1, 2);
        } else {
            in = groups * pick(random, 1, 2, LANES, Math.max(1, in / groups));
            out = groups * pick(random, 1, 3, LANES, Math.max(1, out / groups));
        }
        int lanes = Kernels.best().lanes();
        int height = extent(random);
        int width = extent(random);
        int outHeight = transposedExtent(random, height, w.kernelH(), w.strideH(), w.dilationH());
        int outWidth = transposedExtent(random, width, w.kernelW(), w.strideW(), w.dilationW());
        int batch = pick(random, 1, 1, 2);
        Layout y = halo(random, Layout.blocked(batch, out, outHeight, outWidth, lanes));
        Layout x =
                Layout.blocked(batch, in, height, width, pick(random, 1, LANES, lanes, lanes))
                        .withHalo(
                                w.transposedHaloTop() + random.nextInt(2),
                                w.transposedHaloLeft() + random.nextInt(2),
                                w.transposedHaloBottom(height, outHeight) + random.nextInt(2),
                                w.transposedHaloRight(width, outWidth) + random.nextInt(2));
        ConvTransposeSpec spec = new ConvTransposeSpec(x, y, w, groups);
        Unary activation = activation(random);
        int terms = in / groups * w.size();
        boolean winograd =
                Kernels.best().convTranspose(spec, activation).name().contains("winograd");
        return new KernelCase(
                spec + " " + activation,
                kernels -> kernels.convTranspose(spec, activation),
                kernels -> kernels.convTranspose(spec, Unary.IDENTITY),
                List.of(x),
                new Weights(in * (out / groups) * w.size(), out, random.nextBoolean()),
                y,
                -1,
                Tolerance.product(terms, winograd, activation));
    }

    /** A transposed convolution to few channels whose windows lie side by side. */
    static KernelCase convTransposePatches(Random random) {
        int lanes = Kernels.best().lanes();
        int kernelH = pick(random, 1, 2, 2, 3, 4);
        int kernelW = pick(random, 1, 2, 2, 3, 4);
        Window w = new Window(kernelH, kernelW, kernelH, kernelW, 0, 0, 1, 1);
        int in = pick(random, 1, 3, LANES, 24, 2 * lanes + 1);
        int out = pick(random, 1, 1, 2, 3, 4);
        int height = pick(random, 1, 2, 9);
        int width = pick(random, 0, 1, 2, 7, 8, 33);
        int batch = pick(random, 1, 2);
        Layout x = halo(random, Layout.blocked(batch, in, height, width, pick(random, 1, lanes)));
        Layout rows = Layout.nchw(batch, out, height * kernelH, width * kernelW);
        boolean inRows = Kernels.best().takesRows(new ConvTransposeSpec(x, rows, w, 1));
        Layout y = inRows ? rows : rows.withBlock(lanes);
        ConvTransposeSpec spec = new ConvTransposeSpec(x, y, w, 1);
        Unary activation = activation(random);
        return new KernelCase(
                spec + " " + activation,
                kernels -> kernels.convTranspose(spec, activation),
                kernels -> kernels.convTranspose(spec, Unary.IDENTITY),
                List.of(x),
                new Weights(in * out * w.size(), out, random.nextBoolean()),
                y,
                -1,
                Tolerance.product(in, false, activation));
    }

    /** From less than all that the input reaches to a little more. */
    private static int transposedExtent(
            Random random, int size, int kernel, int stride, int dilation) {
        int most = Math.max(0, size - 1) * stride + (kernel - 1) * dilation + 1;
        return Math.max(0, most + 1 - random.nextInt(5));
    }

    private static int outExtent(
            Random random, int size, int kernel, int stride, int padBefore, int dilation) {
        int padAfter = random.nextInt(3);
        int most = (size + padBefore + padAfter - (kernel - 1) * dilation - 1) / stride + 1;
        return random.nextInt(6) == 0 ? random.nextInt(most + 1) : most;
    }

    private static int matrixExtent(Random random) {
        return pick(
                random,
                0,
                1,
                1,
                2,
                3,
                4,
                6,
                7,
                8,
                9,
                13,
                LANES - 1,
                LANES,
                LANES + 1,
                2 * LANES,
                3 * LANES + 5,
                65);
    }

    static KernelCase gemm(Random random) {
        int batch = pick(random, 1, 1, 1, 2, 3);
        return product(random, gemmSpec(random, batch, batch > 1 || random.nextBoolean()), true);
    }

    static KernelCase matmul(Random random) {
        int batch = pick(random, 1, 1, 2, 3);
        return product(random, gemmSpec(random, batch, batch == 1 && random.nextBoolean()), false);
    }

    private static GemmSpec gemmSpec(Random random, int batch, boolean sharedB) {
        return new GemmSpec(
                batch,
                matrixExtent(random),
                matrixExtent(random),
                pick(random, matrixExtent(random), 200),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                sharedB,
                pick(random, 1, 1, 1, 2, -1),
                new Epilogue(random.nextInt(3) == 0, activation(random)));
    }

    private static KernelCase product(Random random, GemmSpec spec, boolean packed) {
        GemmSpec linear =
                new GemmSpec(
                        spec.batch(),
                        spec.m(),
                        spec.n(),
                        spec.k(),
                        spec.transA(),
                        spec.transB(),
                        spec.sharedB(),
                        Math.abs(spec.alpha()),
                        new Epilogue(spec.epilogue().residual(), Unary.IDENTITY));
        Layout a = Layout.flat((int) (spec.aBytes() / 4));
        Layout b = Layout.flat((int) (spec.bBytes() / 4));
        Layout y = Layout.flat((int) (spec.yBytes() / 4));
        List<Layout> operands = packed ? List.of(a) : List.of(a, b);
        boolean residual = spec.epilogue().residual();
        return new KernelCase(
                spec.toString(),
                kernels -> packed ? kernels.gemm(spec) : kernels.matmul(spec),
                kernels -> packed ? kernels.gemm(linear) : kernels.matmul(linear),
                residual ? Stream.concat(operands.stream(), Stream.of(y)).toList() : operands,
                packed ? new Weights(b.width(), spec.n(), random.nextBoolean()) : null,
                y,
                -1,
                Tolerance.product(spec.k(), false, spec.epilogue().activation()));
    }

    // ---- everything else ----

    static KernelCase pool(Random random) {
        if (random.nextInt(4) == 0) {
            return seamlessPool(random);
        }
        Window w =
                new Window(
                        pick(random, 1, 2, 3, 3, 4, 5, 7),
                        pick(random, 1, 2, 3, 3, 4, 5, 7),
                        pick(random, 1, 2, 3),
                        pick(random, 1, 2, 3),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2));
        if (random.nextInt(3) == 0) {
            w = Window.of(pick(random, 2, 3), pick(random, 1, 2), random.nextInt(2));
        }
        Layout x = image(random);
        int padBottom = random.nextInt(3);
        int padRight = random.nextInt(3);
        // Windows may hang over the padding, as with ceil_mode.
        int outHeight = ceilExtent(random, x.height() + w.padTop() + padBottom, w.strideH());
        int outWidth = ceilExtent(random, x.width() + w.padLeft() + padRight, w.strideW());
        Layout y =
                halo(
                        random,
                        Layout.blocked(x.batch(), x.channels(), outHeight, outWidth, x.block()));
        PoolSpec.Kind kind = PoolSpec.Kind.values()[random.nextInt(3)];
        return pool(new PoolSpec(kind, x, y, w, padBottom, padRight));
    }

    /** Windows of 2x2 over rows that follow each other at one distance in all planes. */
    private static KernelCase seamlessPool(Random random) {
        int strideW = pick(random, 1, 2);
        int height = pick(random, 1, 3, 7, 8);
        int width = pick(random, 1, 7, 12, 16);
        int batch = pick(random, 1, 2);
        Layout y = Layout.blocked(batch, pick(random, LANES, 3 * LANES), height, width, LANES);
        Layout x =
                Layout.blocked(batch, y.channels(), 2 * height, (width - 1) * strideW + 2, LANES);
        PoolSpec.Kind kind = PoolSpec.Kind.values()[random.nextInt(3)];
        Window w = new Window(2, 2, 2, strideW, 0, 0, 1, 1);
        return pool(new PoolSpec(kind, x, y, w, 0, 0));
    }

    private static int ceilExtent(Random random, int padded, int stride) {
        int most = Math.ceilDiv(padded, stride);
        return random.nextInt(3) == 0 ? random.nextInt(most + 1) : Math.max(0, most - 1);
    }

    static KernelCase globalPool(Random random) {
        Layout x = image(random);
        while (x.height() == 0 || x.width() == 0) {
            x = image(random);
        }
        Layout y = halo(random, Layout.blocked(x.batch(), x.channels(), 1, 1, x.block()));
        return pool(PoolSpec.global(PoolSpec.Kind.values()[random.nextInt(3)], x, y));
    }

    private static KernelCase pool(PoolSpec spec) {
        boolean max = spec.kind() == PoolSpec.Kind.MAX;
        return new KernelCase(
                spec.toString(),
                kernels -> kernels.pool(spec),
                max ? null : kernels -> kernels.pool(spec),
                List.of(spec.x()),
                null,
                spec.y(),
                -1,
                max ? Tolerance.NUMERIC : Tolerance.sum(spec.window().size()));
    }

    /** A convolution's gradient: the sizes of {@link #conv}. */
    static KernelCase convWeightGradient(Random random) {
        Window w =
                new Window(
                        pick(random, 1, 2, 3, 3, 5),
                        pick(random, 1, 2, 3, 3, 5),
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2));
        int groups = pick(random, 1, 1, 1, 1, 2);
        return convWeightGradient(random, w, groups, pick(random, 1, LANES), extent(random));
    }

    /** What Winograd's algorithm takes. */
    static KernelCase convWeightGradient3x3(Random random) {
        Window w = new Window(3, 3, 1, 1, random.nextInt(3), random.nextInt(3), 1, 1);
        return convWeightGradient(random, w, 1, LANES, pick(random, 4, 6, 7, 14, 17, 30));
    }

    private static KernelCase convWeightGradient(
            Random random, Window w, int groups, int block, int rows) {
        int in = groups * pick(random, 1, 2, 3, LANES, LANES + 1, 3 * LANES);
        int out = groups * pick(random, 1, 3, LANES, LANES + 1, 2 * LANES, 5 * LANES);
        int height = Math.max(rows, (w.kernelH() - 1) * w.dilationH() + 1);
        int width = Math.max(extent(random), (w.kernelW() - 1) * w.dilationW() + 1);
        int outHeight =
                outExtent(random, height, w.kernelH(), w.strideH(), w.padTop(), w.dilationH());
        int outWidth =
                outExtent(random, width, w.kernelW(), w.strideW(), w.padLeft(), w.dilationW());
        int batch = pick(random, 0, 1, 1, 2, 3);
        Layout dy =
                halo(
                        random,
                        Layout.blocked(batch, out, outHeight, outWidth, Kernels.best().lanes()));
        Layout x =
                Layout.blocked(batch, in, height, width, block)
                        .withHalo(
                                w.haloTop() + random.nextInt(2),
                                w.padLeft() + random.nextInt(2),
                                w.haloBottom(height, outHeight) + random.nextInt(2),
                                w.haloRight(width, outWidth) + random.nextInt(2));
        ConvSpec spec = new ConvSpec(x, dy, w, groups);
        boolean winograd = Kernels.best().convWeightGradient(spec).name().contains("winograd");
        return new KernelCase(
                "weight gradient " + spec,
                kernels -> kernels.convWeightGradient(spec),
                kernels -> kernels.convWeightGradient(spec),
                List.of(x, dy),
                null,
                Layout.nchw(out, in / groups, w.kernelH(), w.kernelW()),
                -1,
                winograd
                        ? Tolerance.product(batch * outHeight * outWidth, true, Unary.IDENTITY)
                        : Tolerance.sum(batch * outHeight * outWidth));
    }

    static KernelCase poolGradient(Random random) {
        Window w =
                new Window(
                        pick(random, 1, 2, 2, 3, 5),
                        pick(random, 1, 2, 2, 3, 5),
                        pick(random, 1, 2, 3),
                        pick(random, 1, 2, 3),
                        random.nextInt(3),
                        random.nextInt(3),
                        pick(random, 1, 1, 2),
                        pick(random, 1, 1, 2));
        if (random.nextInt(3) == 0) {
            w = Window.of(2, 2, 0);
        }
        Layout x = image(random);
        int padBottom = random.nextInt(3);
        int padRight = random.nextInt(3);
        int outHeight = ceilExtent(random, x.height() + w.padTop() + padBottom, w.strideH());
        int outWidth = ceilExtent(random, x.width() + w.padLeft() + padRight, w.strideW());
        Layout dy =
                halo(
                        random,
                        Layout.blocked(x.batch(), x.channels(), outHeight, outWidth, x.block()));
        PoolSpec.Kind kind = PoolSpec.Kind.values()[random.nextInt(3)];
        PoolSpec spec = new PoolSpec(kind, x, dy, w, padBottom, padRight);
        Layout dx = halo(random, x.withHalo(0, 0, 0, 0));
        boolean max = kind == PoolSpec.Kind.MAX;
        return new KernelCase(
                "gradient of " + spec + " " + dx,
                kernels -> kernels.poolGradient(spec, dx),
                null,
                max ? List.of(x, dy) : List.of(dy),
                null,
                dx,
                -1,
                // The same additions in the same order.
                Tolerance.NUMERIC);
    }

    static KernelCase unaryGradient(Random random) {
        Layout v = image(random);
        Layout dy = random.nextInt(3) == 0 ? v : halo(random, v.withHalo(0, 0, 0, 0));
        Layout dx = random.nextInt(3) == 0 ? dy : halo(random, v.withHalo(0, 0, 0, 0));
        Unary.Function function =
                Unary.Function.values()[random.nextInt(Unary.Function.values().length)];
        float sign = random.nextInt(4) == 0 ? -1 : 1;
        Unary u =
                switch (function) {
                    case CLIP -> Unary.clip(-1, 1.5f);
                    case LEAKY_RELU -> new Unary(function, sign * 0.25f, 0);
                    case ELU -> new Unary(function, sign * 0.75f, 0);
                    case HARD_SIGMOID -> new Unary(function, sign * 0.25f, 0.5f);
                    case AFFINE, SCALED_HARD_SWISH -> new Unary(function, -0.5f, 3);
                    default -> Unary.of(function);
                };
        // Slopes are off by a few 2^-24 of their largest, 1.2, or by a few ulp.
        Tolerance tolerance =
                (data, expected, magnitude) ->
                        16 * Math.ulp(expected)
                                + 16 * 0x1p-24 * (Float.isFinite(magnitude) ? magnitude : 0);
        return new KernelCase(
                u + " gradient " + v + " " + dy + " " + dx,
                kernels -> kernels.unaryGradient(u, v, dy, dx),
                kernels -> kernels.binary(Binary.MAX, v, dy, dx, Unary.IDENTITY),
                List.of(v, dy),
                null,
                dx,
                1,
                tolerance);
    }

    static KernelCase channelSum(Random random) {
        Layout x = image(random);
        return new KernelCase(
                "channel sum " + x,
                kernels -> kernels.channelSum(x),
                kernels -> kernels.channelSum(x),
                List.of(x),
                null,
                Layout.flat(x.channels()),
                -1,
                Tolerance.sum(x.batch() * x.height() * x.width()));
    }

    static KernelCase unary(Random random) {
        Layout x = image(random);
        Layout y = random.nextInt(3) == 0 ? x : halo(random, x.withHalo(0, 0, 0, 0));
        return unary(random, x, y);
    }

    /** A function of many values. */
    static KernelCase function(Random random) {
        Layout layout = Layout.flat(1000 + random.nextInt(1000));
        return unary(random, layout, layout);
    }

    private static KernelCase unary(Random random, Layout x, Layout y) {
        Unary.Function function =
                Unary.Function.values()[random.nextInt(Unary.Function.values().length)];
        Unary u =
                switch (function) {
                    case CLIP -> Unary.clip(-1, 1.5f);
                    case LEAKY_RELU -> new Unary(function, 0.25f, 0);
                    case ELU -> new Unary(function, 0.75f, 0);
                    case HARD_SIGMOID -> new Unary(function, 0.25f, 0.5f);
                    case AFFINE -> new Unary(function, -0.5f, 3);
                    default -> Unary.of(function);
                };
        return new KernelCase(
                u + " " + x + " " + y,
                kernels -> kernels.unary(u, x, y),
                null,
                List.of(x),
                null,
                y,
                0,
                tolerance(u));
    }

    private static Tolerance tolerance(Unary u) {
        return switch (u.function()) {
            case IDENTITY, RELU, CLIP, LEAKY_RELU, NEG, ABS, FLOOR, CEIL, SQRT, RECIPROCAL ->
                    Tolerance.EXACT;
            case SIGMOID, SILU, TANH, GELU, ELU, SOFTPLUS, EXP, LOG, ERF, HARD_SWISH ->
                    Tolerance.ulp(8);
            case SCALED_HARD_SWISH ->
                    (data, expected, magnitude) ->
                            8 * Math.ulp(Math.abs(expected) + Math.abs(u.beta()));
            // The sum of two terms may cancel: relative to the larger.
            case HARD_SIGMOID, AFFINE ->
                    (data, expected, magnitude) ->
                            data == Data.INTEGERS
                                    ? 0
                                    : 2 * Math.ulp(Math.abs(expected) + Math.abs(u.beta()));
        };
    }

    static KernelCase binary(Random random) {
        Binary function = Binary.values()[random.nextInt(Binary.values().length)];
        Layout y = image(random);
        int whole = random.nextInt(4);
        Layout a = whole == 0 ? y : broadcast(random, y, whole != 1);
        Layout b = whole == 1 ? y : broadcast(random, y, whole != 0);
        Unary activation = activation(random);
        return new KernelCase(
                function + " " + a + " " + b + " " + y + " " + activation,
                kernels -> kernels.binary(function, a, b, y, activation),
                null,
                List.of(a, b),
                null,
                y,
                whole == 0 ? 0 : whole == 1 ? 1 : -1,
                isExact(activation) ? Tolerance.EXACT : Tolerance.ulp(8));
    }

    private static boolean isExact(Unary activation) {
        return tolerance(activation).equals(Tolerance.EXACT);
    }

    /** A layout that broadcasts to y. */
    private static Layout broadcast(Random random, Layout y, boolean any) {
        int axes = any ? random.nextInt(16) : 15;
        int channels = (axes & 2) == 0 ? 1 : y.channels();
        Layout from =
                Layout.blocked(
                        (axes & 1) == 0 ? 1 : y.batch(),
                        channels,
                        (axes & 4) == 0 ? 1 : y.height(),
                        (axes & 8) == 0 ? 1 : y.width(),
                        channels == 1 && random.nextBoolean() ? 1 : y.block());
        return random.nextBoolean() ? from : halo(random, from);
    }

    static KernelCase scaleShift(Random random) {
        Layout x = image(random);
        Layout y = random.nextInt(3) == 0 ? x : halo(random, x.withHalo(0, 0, 0, 0));
        Unary activation = activation(random);
        Layout parameters = Layout.blocked(1, x.channels(), 1, 1, x.block());
        return new KernelCase(
                "scaleShift " + x + " " + y + " " + activation,
                kernels -> kernels.scaleShift(x, y, activation),
                kernels -> kernels.scaleShift(x, y, Unary.IDENTITY),
                List.of(x, parameters, parameters),
                null,
                y,
                0,
                Tolerance.product(1, false, activation));
    }

    private static NormSpec normSpec(Random random) {
        Layout x = image(random);
        while (x.channels() == 0) {
            x = image(random);
        }
        int groups = x.channels();
        if (random.nextBoolean()) {
            do {
                groups = 1 + random.nextInt(x.channels());
            } while (x.channels() % groups != 0);
        }
        return new NormSpec(x, groups, random.nextInt(3) == 0);
    }

    static KernelCase moments(Random random) {
        NormSpec spec = normSpec(random);
        // 64 steps of four sequences, then a tree of lanes; what is next to 0 may be rounding.
        return new KernelCase(
                spec.toString(),
                kernels -> kernels.moments(spec),
                kernels -> kernels.moments(spec),
                List.of(spec.x()),
                null,
                Layout.flat(2 * spec.sets()),
                -1,
                (data, expected, magnitude) ->
                        80 * 0x1p-24 * (magnitude + Math.abs(expected)) + 1e-8);
    }

    static KernelCase standardize(Random random) {
        NormSpec spec = normSpec(random);
        Layout x = spec.x();
        Layout y = random.nextInt(3) == 0 ? x : halo(random, x.withHalo(0, 0, 0, 0));
        Layout channels = Layout.flat(x.channels());
        // An epsilon that makes deviations of random variances, of which every term is below 64.
        return new KernelCase(
                "standardize " + spec + " " + y,
                kernels -> kernels.standardize(spec, y, 20),
                null,
                List.of(x, Layout.flat(2 * spec.sets()), channels, channels),
                null,
                y,
                0,
                (data, expected, magnitude) -> 0x1p-22 * 64 + 4 * Math.ulp(expected));
    }

    static KernelCase layerNorm(Random random) {
        int outer = pick(random, 0, 1, 2, 5, 37);
        int axis = pick(random, 1, 2, 3, LANES - 1, LANES, LANES + 3, 70, 300, 5000);
        Layout x = Layout.flat(outer * axis);
        // With this epsilon the factor is at most 1, and every term below 64.
        return new KernelCase(
                "layerNorm [%d, %d]".formatted(outer, axis),
                kernels -> kernels.layerNorm(outer, axis, 1),
                null,
                List.of(x, Layout.flat(axis), Layout.flat(axis)),
                null,
                x,
                0,
                (data, expected, magnitude) -> 80 * 0x1p-24 * 64 + 4 * Math.ulp(expected));
    }

    static KernelCase softmax(Random random) {
        int outer = pick(random, 0, 1, 1, 2, 3, 37);
        int axis = pick(random, 1, 2, 3, 5, 10, LANES, 2 * LANES + 1, 50, 300);
        int inner = pick(random, 0, 1, 1, 1, 2, 5, LANES - 1, LANES, LANES + 3, 70);
        if (outer * axis < 20) {
            inner = pick(random, 2 * LANES + 1, 600, 1100);
        }
        boolean log = random.nextBoolean();
        Layout layout = Layout.flat(outer * axis * inner);
        // exp(x - max) is off by the rounding of x - max, up to 32 here, and the sum by an ulp a
        // term; a logarithm is off by as much absolutely.
        Tolerance tolerance =
                log
                        ? (data, expected, magnitude) ->
                                (axis + 4) * 0x1p-24 + 4 * Math.ulp(expected)
                        : Tolerance.ulp(32 + axis);
        int columns = inner;
        return new KernelCase(
                "softmax [%d, %d, %d] log=%s".formatted(outer, axis, columns, log),
                kernels -> kernels.softmax(outer, axis, columns, log),
                null,
                List.of(layout),
                null,
                layout,
                0,
                tolerance);
    }

    static KernelCase mean(Random random) {
        int outer = pick(random, 0, 1, 2, 5, 37);
        int axis = pick(random, 1, 2, 3, 8, 49, 300);
        int inner =
                outer * axis < 10
                        ? pick(random, 70, 3000)
                        : pick(random, 0, 1, 1, 2, 3, LANES, LANES + 3, 70);
        return new KernelCase(
                "mean [%d, %d, %d]".formatted(outer, axis, inner),
                kernels -> kernels.mean(outer, axis, inner),
                kernels -> kernels.mean(outer, axis, inner),
                List.of(Layout.flat(outer * axis * inner)),
                null,
                Layout.flat(outer * inner),
                -1,
                Tolerance.sum(axis));
    }

    static KernelCase squareSum(Random random) {
        int count = pick(random, 0, 1, LANES - 1, LANES, 2 * LANES + 3, 700, 20_000);
        // A chunk is summed in float, 512 terms a lane at most.
        return new KernelCase(
                "square sum " + count,
                kernels -> kernels.squareSum(count),
                kernels -> kernels.squareSum(count),
                List.of(Layout.flat(count)),
                null,
                Layout.flat(1),
                -1,
                Tolerance.sum(Math.min(count, 512)));
    }

    static KernelCase resample(Random random) {
        Layout x = image(random);
        while (x.height() == 0 || x.width() == 0) {
            x = image(random);
        }
        ResampleAxis rows = resampleAxis(random, x.height());
        ResampleAxis columns = resampleAxis(random, x.width());
        Layout y =
                halo(
                        random,
                        Layout.blocked(
                                x.batch(), x.channels(), rows.size(), columns.size(), x.block()));
        ResampleSpec spec = new ResampleSpec(x, y, rows, columns, random.nextInt(3) - 1);
        int terms = rows.taps() * columns.taps();
        return new KernelCase(
                spec.toString(),
                kernels -> kernels.resample(spec),
                spec.copies() ? null : kernels -> kernels.resample(absolute(spec)),
                List.of(x),
                null,
                y,
                -1,
                spec.copies()
                        ? Tolerance.EXACT
                        : (data, expected, magnitude) ->
                                (terms + 2) * 0x1p-23 * magnitude + 2 * Math.ulp(expected));
    }

    /** Enlarged by whole factors or copied from anywhere, and added. */
    static KernelCase resampleSum(Random random) {
        int lanes = Kernels.best().lanes();
        int batch = pick(random, 1, 1, 2);
        int channels = Math.max(1, channels(random));
        int height = 1 + random.nextInt(4);
        int width = 1 + random.nextInt(6);
        Layout x = halo(random, Layout.blocked(batch, channels, height, width, lanes));
        ResampleAxis rows = copiedAxis(random, height);
        ResampleAxis columns = copiedAxis(random, width);
        Layout sum = Layout.blocked(batch, channels, rows.size(), columns.size(), lanes);
        Layout y = halo(random, sum);
        Layout a = random.nextBoolean() ? y : halo(random, sum);
        ResampleSpec spec = new ResampleSpec(x, y, rows, columns, 0);
        return new KernelCase(
                spec + " " + a,
                kernels -> kernels.resampleSum(spec, a),
                null,
                List.of(x, a),
                null,
                y,
                a.equals(y) ? 1 : -1,
                Tolerance.EXACT);
    }

    private static ResampleAxis copiedAxis(Random random, int extent) {
        int factor = pick(random, 1, 2, 2, 3, 4);
        boolean any = random.nextInt(3) == 0;
        int[] indices = new int[extent * factor];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = any ? random.nextInt(extent) : i / factor;
        }
        return ResampleAxis.copy(indices);
    }

    /** Copies of neighbours or of any, some filled, or weighted sums of neighbours or of any. */
    private static ResampleAxis resampleAxis(Random random, int extent) {
        int size = extent(random);
        boolean any = random.nextInt(3) == 0;
        int first = random.nextInt(5) - 2;
        int taps = random.nextInt(3) == 0 ? 1 : pick(random, 1, 2, 2, 3, 4);
        int[] indices = new int[size * taps];
        float[] weights = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int index = any ? random.nextInt(extent) : i / taps / 2 + first + i % taps;
            indices[i] = Math.clamp(index, 0, extent - 1);
            weights[i] = random.nextFloat() * 2 - 1;
        }
        if (random.nextBoolean()) {
            return ResampleAxis.weighted(taps, indices, weights);
        }
        int[] copied = new int[size];
        for (int i = 0; i < size; i++) {
            int index = any ? random.nextInt(extent) : first + i;
            copied[i] = index < 0 || index >= extent ? ResampleAxis.FILL : index;
        }
        return ResampleAxis.copy(copied);
    }

    /** The same with the weights' magnitudes. */
    private static ResampleSpec absolute(ResampleSpec spec) {
        return new ResampleSpec(
                spec.x(),
                spec.y(),
                absolute(spec.rows()),
                absolute(spec.columns()),
                Math.abs(spec.fill()));
    }

    private static ResampleAxis absolute(ResampleAxis axis) {
        if (axis.copies()) {
            return axis;
        }
        int[] indices = new int[axis.size() * axis.taps()];
        float[] weights = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = axis.index(i / axis.taps(), i % axis.taps());
            weights[i] = Math.abs(axis.weight(i / axis.taps(), i % axis.taps()));
        }
        return ResampleAxis.weighted(axis.taps(), indices, weights);
    }

    static KernelCase reorder(Random random) {
        Layout x = image(random);
        Layout y = halo(random, x.withHalo(0, 0, 0, 0).withBlock(block(random)));
        return new KernelCase(
                "reorder " + x + " " + y,
                kernels -> kernels.reorder(x, y),
                null,
                List.of(x),
                null,
                y,
                -1,
                Tolerance.EXACT);
    }

    static KernelCase pickedChannels(Random random) {
        Layout y = image(random);
        List<Layout> sources = new ArrayList<>();
        int joined = 0;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int channels = 1 + random.nextInt(2 * LANES);
            joined += channels;
            sources.add(halo(random, y.withHalo(0, 0, 0, 0).withChannels(channels)));
        }
        List<Integer> from = new ArrayList<>();
        int stride = 1 + random.nextInt(3);
        int start = random.nextInt(joined);
        for (int c = 0; c < y.channels(); c++) {
            from.add((start + c * stride) % joined);
        }
        ChannelsSpec spec = new ChannelsSpec(sources, y, from);
        return new KernelCase(
                spec.toString(),
                kernels -> kernels.channels(spec),
                null,
                sources,
                null,
                y,
                -1,
                Tolerance.EXACT);
    }
}
