package dev.lanewise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.Buffer;

/**
 * Refuses operations by name. {@code NDArrayAdapter} hands what an engine doesn't do to an array of
 * its alternative manager; here that is one that only refuses.
 */
final class Refusal {

    private static final NDArray ARRAY =
            proxy(
                    NDArray.class,
                    (self, method, arguments) -> {
                        // The adapter's way to bring an alternative array up to date.
                        if (method.getName().equals("set") && arguments[0] instanceof Buffer) {
                            return null;
                        }
                        throw of(method.getName());
                    });

    /** A manager whose arrays refuse everything. */
    static final NDManager MANAGER =
            proxy(
                    NDManager.class,
                    (self, method, arguments) -> {
                        if (method.getName().equals("from")) {
                            return ARRAY;
                        }
                        throw of(method.getName());
                    });

    private Refusal() {}

    /** What an operation that there is not throws. */
    static UnsupportedOperationException of(String operation) {
        return new UnsupportedOperationException(
                operation
                        + ": the Lanewise engine has no such operation; it has those that pictures"
                        + " and answers need, listed in integrations/djl/README.md");
    }

    /**
     * An interface whose methods are those of an object with the same name and parameters, else its
     * own defaults, else refused.
     */
    static <T> T partly(Class<T> type, Object target) {
        return proxy(
                type,
                (self, method, arguments) -> {
                    Method own;
                    try {
                        own =
                                target.getClass()
                                        .getDeclaredMethod(
                                                method.getName(), method.getParameterTypes());
                    } catch (NoSuchMethodException e) {
                        if (method.isDefault()) {
                            return java.lang.reflect.InvocationHandler.invokeDefault(
                                    self, method, arguments);
                        }
                        throw of(method.getName());
                    }
                    try {
                        return own.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        Refusal.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) ->
                                method.getDeclaringClass() == Object.class
                                        ? switch (method.getName()) {
                                            case "equals" -> self == arguments[0];
                                            case "hashCode" -> System.identityHashCode(self);
                                            default -> type.getSimpleName() + " of Lanewise";
                                        }
                                        : handler.invoke(self, method, arguments)));
    }
}
