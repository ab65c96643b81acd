/** SIMD kernels over native memory: numbers in, numbers out. No graph, no files, no threads. */
module dev.lanewise.kernels {
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports dev.lanewise.kernels;
}
