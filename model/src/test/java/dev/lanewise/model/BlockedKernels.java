package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The scalar kernels with a channel block of choice: plans then differ in where elements lie, and
 * in nothing else.
 */
public final class BlockedKernels {

    private BlockedKernels() {}

    /**
     * The scalar kernels in blocks.
     *
     * @param lanes channels in a block
     */
    public static Kernels of(int lanes) {
        return (Kernels)
                Proxy.newProxyInstance(
                        Kernels.class.getClassLoader(),
                        new Class<?>[] {Kernels.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("lanes")) {
                                return lanes;
                            }
                            try {
                                return method.invoke(Kernels.reference(), arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
