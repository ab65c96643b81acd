package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What ONNX's own cases don't ask of sequences. */
class SequenceOperatorsTest {

    private static OnnxFile sequence() {
        return new OnnxFile(13)
                .input("x", DType.FLOAT32, 2)
                .input("y", DType.FLOAT32, 2)
                .node("SequenceConstruct", List.of("x", "y"), List.of("s"));
    }

    private static String at(long position) {
        OnnxFile file =
                sequence()
                        .longs("position", position)
                        .node("SequenceAt", List.of("s", "position"), List.of("z"))
                        .output("z");
        return String.valueOf(assertThrows(ModelException.class, file::read).getMessage());
    }

    @Test
    void negativePositionsCountFromTheEnd() {
        OnnxFile file =
                sequence()
                        .longs("position", -2)
                        .node("SequenceAt", List.of("s", "position"), List.of("z"))
                        .output("z");
        Tensor x = Tensor.of(Shape.of(2), 1, 2);
        Tensor y = Tensor.of(Shape.of(2), 3, 4);
        assertArrayEquals(new float[] {1, 2}, file.run(x, y).getFirst().toFloatArray());
    }

    @Test
    void piecesOfAGivenExtentEndWithTheRest() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 5)
                        .initializer(p -> p.integer(2, 7).packedIntegers(7, 2).text(8, "two"))
                        .longs("last", -1)
                        .node("SplitToSequence", List.of("x", "two"), List.of("s"))
                        .node("SequenceAt", List.of("s", "last"), List.of("z"))
                        .output("z");
        Tensor x = Tensor.of(Shape.of(5), 1, 2, 3, 4, 5);
        assertArrayEquals(new float[] {5}, file.run(x).getFirst().toFloatArray());
    }

    @Test
    void aSequenceGivenOutIsItsTensors() {
        OnnxFile file =
                sequence().node("Identity", List.of("s"), List.of("copies")).output("copies");
        assertEquals(2, file.read().outputs().size());
    }

    @Test
    void positionsOutsideAreNamed() {
        assertEquals(
                "test.onnx: SequenceAt 'the SequenceAt': position expected in a sequence of 2"
                        + " tensors, actual 2",
                at(2));
        assertTrue(at(-3).endsWith("actual -3"));
    }

    @Test
    void aSequenceIsNoTensor() {
        OnnxFile file = sequence().node("Relu", List.of("s"), List.of("z")).output("z");
        UnsupportedModelException e = assertThrows(UnsupportedModelException.class, file::read);
        assertEquals("a sequence as input is not supported", e.unsupported().getFirst().reason());
    }

    @Test
    void nothingCanBeErasedFromAnEmptySequence() {
        OnnxFile file =
                new OnnxFile(13)
                        .node("SequenceEmpty", List.of(), List.of("s"))
                        .node("SequenceErase", List.of("s"), List.of("t"))
                        .node("SequenceLength", List.of("t"), List.of("z"))
                        .output("z");
        String message = assertThrows(ModelException.class, file::read).getMessage();
        assertTrue(message.endsWith("expected an element to erase, actual an empty sequence"));
    }

    @Test
    void anAbsurdNumberOfPiecesIsRefused() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 1_000_000_000)
                        .node("SplitToSequence", List.of("x"), List.of("s"))
                        .node("SequenceLength", List.of("s"), List.of("z"))
                        .output("z");
        assertThrows(UnsupportedModelException.class, file::read);
    }
}
