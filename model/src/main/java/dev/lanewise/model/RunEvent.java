package dev.lanewise.model;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A run in Flight Recorder, if a recording asks for it: {@code dev.lanewise.Run#enabled=true}. One
 * object serves all runs of a session, so that recording allocates nothing either.
 */
@Name("dev.lanewise.Run")
@Label("Model Run")
@Category("Lanewise")
@Description("One run of a session")
@Enabled(false)
@StackTrace(false)
final class RunEvent extends Event {

    @Label("Model")
    String model;

    @Label("Input Shapes")
    String shapes;

    @Label("Threads")
    int threads;

    RunEvent(String model, String shapes, int threads) {
        this.model = model;
        this.shapes = shapes;
        this.threads = threads;
    }
}
