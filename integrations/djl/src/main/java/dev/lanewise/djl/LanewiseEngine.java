package dev.lanewise.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

import org.jspecify.annotations.Nullable;

/** The engine: {@code Engine.getEngine("Lanewise")}. Thread-safe; it runs on the processor only. */
public final class LanewiseEngine extends Engine {

    /** What the engine is called in {@code Criteria.optEngine}. */
    public static final String NAME = "Lanewise";

    /** Like other engines that only infer, behind those that train. */
    static final int RANK = 10;

    LanewiseEngine() {}

    @Override
    public @Nullable Engine getAlternativeEngine() {
        return null;
    }

    @Override
    public String getEngineName() {
        return NAME;
    }

    @Override
    public int getRank() {
        return RANK;
    }

    @Override
    public String getVersion() {
        String version = dev.lanewise.model.Model.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    @Override
    public boolean hasCapability(String capability) {
        return false;
    }

    @Override
    public Model newModel(String name, @Nullable Device device) {
        return new LwModel(name, newBaseManager(device));
    }

    @Override
    public NDManager newBaseManager() {
        return newBaseManager(null);
    }

    @Override
    public NDManager newBaseManager(@Nullable Device device) {
        return LwNDManager.system().newSubManager(device);
    }
}
