package dev.lanewise.kernels;

/**
 * What a producer does to each output value before storing it: y = activation(value + bias +
 * residual).
 *
 * @param residual whether a tensor of the output's shape and layout is added
 * @param activation applied last
 */
public record Epilogue(boolean residual, Unary activation) {

    /** Stores the value as it is. */
    public static final Epilogue NONE = new Epilogue(false, Unary.IDENTITY);

    /** Only an activation. */
    public static Epilogue of(Unary activation) {
        return new Epilogue(false, activation);
    }

    /** Whether values are stored as they are. */
    public boolean isNone() {
        return !residual && activation.isIdentity();
    }
}
