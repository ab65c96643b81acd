package dev.lanewise.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"lanewise " + number() + " (Java " + Runtime.version() + ")"};
    }

    /** Lanewise's own version, from the jar's manifest; {@code development} outside of a jar. */
    static String number() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
