package dev.lanewise.kernels;

/**
 * What a convolution does to each input value before it uses it: x' = activation(x scale[n, c] +
 * shift[c]). It takes that for windows of one pixel only, which see no padding.
 *
 * @param perImage whether each image has scales of its own, [N, C] in x's channel blocks; else they
 *     are [C]
 * @param shift whether there are shifts, [C]
 * @param activation applied last
 */
public record Prologue(boolean perImage, boolean shift, Unary activation) {

    /** The operands that it reads, which come behind the weight. */
    public Operand[] operands(Layout x) {
        long bytes = 4L * x.blocks() * x.block();
        Operand scale = new Operand("scale", perImage ? x.batch() * bytes : bytes);
        return shift ? new Operand[] {scale, new Operand("shift", bytes)} : new Operand[] {scale};
    }
}
