package dev.lanewise.kernels;

import dev.lanewise.kernels.reference.ReferenceKernels;

/** Chooses the provider, once, when the first kernel is asked for. */
final class KernelsHolder {

    /**
     * {@code -Ddev.lanewise.kernels=reference} forces the scalar provider; {@code vector} keeps the
     * other one from running loops in scalar form until C2 has compiled their vector form.
     */
    private static final String PROPERTY = "dev.lanewise.kernels";

    private static final String VECTOR_PROVIDER = "dev.lanewise.kernels.vector.VectorKernels";
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    static final Kernels REFERENCE = ReferenceKernels.INSTANCE;
    static final Kernels BEST = choose();

    private KernelsHolder() {}

    private static Kernels choose() {
        if ("reference".equals(System.getProperty(PROPERTY))) {
            return REFERENCE;
        }
        try {
            // By name: linking the class would link the incubator module, which may be absent.
            Class<?> provider = Class.forName(VECTOR_PROVIDER);
            return (Kernels) provider.getField("INSTANCE").get(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            System.getLogger("dev.lanewise.kernels")
                    .log(
                            System.Logger.Level.WARNING,
                            "The Vector API is not usable ("
                                    + reason(e)
                                    + "); kernels run scalar and many times slower. "
                                    + "Start the JVM with "
                                    + FLAG);
            return REFERENCE;
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
