package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Triangular filters that make bands of the mel scale of the bins of a spectrum, [bins, bands].
 * Inputs, scalars: constant number of bands; constant length of the Fourier transform; sample rate;
 * lowest and highest frequency.
 *
 * @param dtype element type
 */
public record MelWeightMatrix(DType dtype) implements PlainOp {

    @Override
    public String type() {
        return "MelWeightMatrix";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        long bands = in.longs(0, "the number of bands")[0];
        long length = in.longs(1, "the length of the transform")[0];
        in.check(
                bands > 0 && length > 0,
                "expected num_mel_bins and dft_length of at least 1, actual "
                        + bands
                        + " and "
                        + length);
        return List.of(new TensorType(dtype, Shape.of(length / 2 + 1, bands)));
    }

    private static double mel(double frequency) {
        return 2595 * Math.log10(1 + frequency / 700);
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        long length = IndexedCopy.required(inputs, 1).getLong(0);
        double rate = IndexedCopy.required(inputs, 2).getDouble(0);
        double low = mel(IndexedCopy.required(inputs, 3).getDouble(0));
        double high = mel(IndexedCopy.required(inputs, 4).getDouble(0));
        Tensor y = outputs.getFirst();
        int bins = y.shape().dim(0);
        int bands = y.shape().dim(1);
        int[] edges = new int[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            double mel = low + i * (high - low) / edges.length;
            double frequency = 700 * (Math.pow(10, mel / 2595) - 1);
            double bin = Math.floor((length + 1) * frequency / rate);
            if (!(bin >= 0 && bin < bins)) {
                throw new ModelException(
                        "expected frequencies from 0 to half of the sample rate "
                                + rate
                                + ", actual "
                                + frequency);
            }
            edges[i] = (int) bin;
        }
        for (int band = 0; band < bands; band++) {
            int from = edges[band];
            int centre = edges[band + 1];
            int to = edges[band + 2];
            for (int bin = 0; bin < bins; bin++) {
                double weight = 0;
                if (bin >= centre && bin < to) {
                    weight = (double) (to - bin) / (to - centre);
                } else if (bin >= from && bin <= centre) {
                    weight = from == centre ? 1 : (double) (bin - from) / (centre - from);
                }
                y.setDouble(bin * bands + band, weight);
            }
        }
    }
}
