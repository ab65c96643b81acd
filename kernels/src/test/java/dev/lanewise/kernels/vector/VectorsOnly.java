package dev.lanewise.kernels.vector;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips properties of vector forms in a JVM without the Vector API. */
final class VectorsOnly implements SkipExecutionHook {

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return "scalar".equals(System.getProperty("lanewise.test.mode"))
                ? SkipResult.skip("no Vector API")
                : SkipResult.doNotSkip();
    }
}
