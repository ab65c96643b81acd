package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;

import java.util.ArrayList;
import java.util.List;

/** Files of one node whose inputs are pictures: most operators take them when they are read. */
final class OperatorFile {

    private OperatorFile() {}

    static OnnxFile of(String type, int inputs, int opset, Object... attributes) {
        OnnxFile file = new OnnxFile(opset);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            names.add("x" + i);
            file.input("x" + i, DType.FLOAT32, 2, 2, 4, 4);
        }
        if (inputs == 0) {
            file.floats("unused", Shape.of(1), 1);
        }
        return file.node(type, names, List.of("y"), attributes).output("y");
    }
}
