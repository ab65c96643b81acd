module example {
    requires dev.lanewise.model;
    requires java.desktop; // pictures
    requires jdk.incubator.vector; // else the scalar kernels run
}
