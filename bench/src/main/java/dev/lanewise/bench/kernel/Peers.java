package dev.lanewise.bench.kernel;

import java.util.ArrayList;
import java.util.List;

/** The native libraries, loaded when they are first asked for. */
final class Peers {

    private Peers() {}

    /**
     * Those with the names, in this order: oneDNN, OpenBLAS and MKL, whose symbols the others must
     * not see.
     */
    static List<Engine> named(List<String> names) {
        List<Engine> engines = new ArrayList<>();
        if (names.contains("onednn")) {
            engines.add(new OneDnnEngine());
        }
        if (names.contains("openblas")) {
            engines.add(new OpenBlasEngine());
        }
        if (names.contains("mkl")) {
            engines.add(new MklEngine());
        }
        if (engines.size() < names.size()) {
            throw new IllegalArgumentException(
                    "expected peers among onednn, openblas, mkl, actual " + names);
        }
        // Loads each library now and in this order.
        engines.forEach(Engine::version);
        return engines;
    }
}
