package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An operator with its attributes, checked when the record is made. Semantics are those of the ONNX
 * operator of the same name at its newest version, unless the record says otherwise; older forms
 * are translated when a file is read.
 *
 * <p>Every operator defines itself plainly in {@link #compute}. Those that are not {@link PlainOp}
 * also have kernels, which {@code plan.Lowering} chooses where types and shapes allow.
 */
public sealed interface Op
        permits Arithmetic,
                AveragePool,
                BatchNormalization,
                Channels,
                Concat,
                Conv,
                ConvTranspose,
                Elementwise,
                Gemm,
                GlobalPool,
                GradientOp,
                GroupNormalization,
                LayerNormalization,
                MatMul,
                MaxPool,
                Pad,
                PlainOp,
                ReduceMean,
                Resize,
                Slice,
                Softmax,
                Transpose,
                ViewOp {

    /** The operator's name, ONNX's where there is one. */
    String type();

    /** Types of the outputs for these inputs. */
    List<TensorType> infer(Inputs in);

    /**
     * Whether {@link #compute} reads the elements of input {@code i}, rather than nothing but its
     * type, which the types of the outputs tell; then null may be given in its place.
     */
    default boolean readsValue(int i) {
        return true;
    }

    /**
     * About how many elements {@link #compute} reads for each that it writes; the default is for
     * operators that read a few.
     */
    default long workPerElement(Inputs in) {
        return 1;
    }

    /**
     * Computes the outputs plainly: the definition of the operator, for every element type and rank
     * that the shape rule admits. Floats are computed in double. Folding and everything without a
     * kernel runs this; it may be slow and may allocate, but never keeps what it was given.
     *
     * @param inputs the node's inputs; an absent optional one is null
     * @param outputs tensors of the inferred types, to be filled; as many as the shape rule gave
     * @throws dev.lanewise.model.ModelException if a value, such as an index, is out of range
     */
    void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs);
}
