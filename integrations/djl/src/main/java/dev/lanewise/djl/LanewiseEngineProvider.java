package dev.lanewise.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;

/** How DJL finds the engine: as a service. */
public final class LanewiseEngineProvider implements EngineProvider {

    private static final class Holder {
        static final LanewiseEngine ENGINE = new LanewiseEngine();
    }

    /** Called by the service loader. */
    public LanewiseEngineProvider() {}

    @Override
    public String getEngineName() {
        return LanewiseEngine.NAME;
    }

    @Override
    public int getEngineRank() {
        return LanewiseEngine.RANK;
    }

    @Override
    public Engine getEngine() {
        return Holder.ENGINE;
    }
}
