package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Short-time Fourier transform: the transforms of frames of a signal. Inputs: signal [N, L, 1] of
 * real or [N, L, 2] of complex numbers; constant step from frame to frame; optional window [F];
 * optional constant frame length F. The output is [N, frames, bins, 2].
 *
 * @param onesided whether only the first half of the bins, and one more, is given, as suffices for
 *     real numbers
 */
public record STFT(boolean onesided) implements PlainOp {

    @Override
    public String type() {
        return "STFT";
    }

    private static int frame(Inputs in) {
        in.check(in.has(2) || in.has(3), "expected a window or a frame length, actual neither");
        long frame = in.has(3) ? in.longs(3, "the frame length")[0] : in.shape(2).elements();
        int length = in.shape(0, 3).dim(1);
        in.check(
                frame > 0 && frame <= length,
                "expected a frame length from 1 to the signal's " + length + ", actual " + frame);
        return (int) frame;
    }

    @Override
    public long workPerElement(Inputs in) {
        return frame(in);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        in.check(
                x.rank() == 3 && (x.dim(2) == 1 || x.dim(2) == 2 && !onesided),
                "expected a signal [N, L, 1], or [N, L, 2] where onesided=0, actual " + x);
        int frame = frame(in);
        if (in.has(2)) {
            in.check(
                    in.shape(2).equals(Shape.of(frame)),
                    "expected a window of [" + frame + "], actual " + in.shape(2));
        }
        long step = in.longs(1, "the step")[0];
        in.check(step > 0, "expected a step of at least 1, actual " + step);
        long frames = (x.dim(1) - frame) / step + 1;
        return List.of(
                in.type(0).withShape(Shape.of(x.dim(0), frames, Fourier.bins(frame, onesided), 2)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        long step = IndexedCopy.required(inputs, 1).getLong(0);
        Tensor window = IndexedCopy.optional(inputs, 2);
        Tensor given = IndexedCopy.optional(inputs, 3);
        Tensor y = outputs.getFirst();
        int frame =
                given != null
                        ? (int) given.getLong(0)
                        : IndexedCopy.required(inputs, 2).shape().elements();
        int parts = x.shape().dim(2);
        int frames = y.shape().dim(1);
        int bins = y.shape().dim(2);
        Fourier fourier = new Fourier(frame, false);
        double[][] line = new double[2][frame];
        double[][] result = new double[2][bins];
        for (int f = 0; f < x.shape().dim(0) * frames; f++) {
            int first = f / frames * x.shape().dim(1) + (int) (f % frames * step);
            for (int i = 0; i < frame; i++) {
                double weight = window == null ? 1 : window.getDouble(i);
                line[0][i] = weight * x.getDouble((first + i) * parts);
                line[1][i] = parts == 2 ? weight * x.getDouble((first + i) * parts + 1) : 0;
            }
            fourier.transform(line, result, bins);
            for (int k = 0; k < bins; k++) {
                y.setDouble((f * bins + k) * 2, result[0][k]);
                y.setDouble((f * bins + k) * 2 + 1, result[1][k]);
            }
        }
    }
}
