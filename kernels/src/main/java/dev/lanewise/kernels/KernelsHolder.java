package dev.lanewise.kernels;

import dev.lanewise.kernels.memory.CheckedLoader;
import dev.lanewise.kernels.memory.CheckedMemory;
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

    private static final System.Logger LOGGER = System.getLogger("dev.lanewise.kernels");

    /** HotSpot calls a JVM of C1 alone "emulated client", one without compilers "interpreted". */
    static final boolean HAS_C2 =
            !System.getProperty("java.vm.info", "").matches(".*(emulated-client|interpreted).*");

    /** {@code -Ddev.lanewise.checked=true} takes kernels whose accesses are all checked. */
    private static final ClassLoader LOADER =
            CheckedMemory.ON ? new CheckedLoader() : KernelsHolder.class.getClassLoader();

    static final Kernels REFERENCE = reference();
    static final Kernels BEST = choose();

    private KernelsHolder() {}

    private static Kernels reference() {
        if (!CheckedMemory.ON) {
            return ReferenceKernels.INSTANCE;
        }
        try {
            return instance(ReferenceKernels.class.getName());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the checked kernels can't be loaded", e);
        }
    }

    private static Kernels instance(String provider) throws ReflectiveOperationException {
        return (Kernels) Class.forName(provider, true, LOADER).getField("INSTANCE").get(null);
    }

    private static Kernels choose() {
        if ("reference".equals(System.getProperty(PROPERTY))) {
            return REFERENCE;
        }
        if (!HAS_C2) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "This JVM has no C2 compiler ("
                            + System.getProperty("java.vm.info")
                            + "); kernels run some hundred times slower. Start it without"
                            + " -XX:TieredStopAtLevel=1 and -Xint");
        }
        try {
            // By name: linking the class would link the incubator module, which may be absent.
            return instance(VECTOR_PROVIDER);
        } catch (ReflectiveOperationException | LinkageError e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The Vector API is not usable ("
                            + reason(e)
                            + "); kernels run scalar and many times slower. Start the JVM with "
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
