/** Convolutional networks in the JVM: readers, graph, compiler, sessions. */
module dev.lanewise.model {
    requires transitive dev.lanewise.kernels;
    requires static transitive org.jspecify;
    requires com.google.protobuf;
    requires static transitive java.desktop;
    requires static jdk.jfr;
    requires static jdk.management;

    exports dev.lanewise.model;
    exports dev.lanewise.model.gradient;
    exports dev.lanewise.model.graph;
    exports dev.lanewise.model.op;
    exports dev.lanewise.model.onnx;
    exports dev.lanewise.model.classify;
    exports dev.lanewise.model.image;
    exports dev.lanewise.model.nn;
    exports dev.lanewise.model.data;
    exports dev.lanewise.model.explain;
    exports dev.lanewise.model.features;
    exports dev.lanewise.model.style;
    exports dev.lanewise.model.train;
    exports dev.lanewise.model.npy;
    exports dev.lanewise.model.safetensors;
}
