/** The {@code lanewise} command. */
@SuppressWarnings("requires-automatic") // XChart
module dev.lanewise.cli {
    requires transitive dev.lanewise.model;
    requires com.fasterxml.jackson.jr.ob;
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires java.desktop;
    requires org.knowm.xchart;
    requires static org.jspecify;

    exports dev.lanewise.cli.peer;

    opens dev.lanewise.cli to
            info.picocli;

    uses dev.lanewise.cli.peer.Peer;
}
