package dev.lanewise.kernels.vector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java doesn't say about the processor. */
final class Processor {

    /** {@code -Ddev.lanewise.kernels.halves=true} or {@code false} overrules what is found. */
    private static final String PROPERTY = "dev.lanewise.kernels.halves";

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * Whether 512-bit operations take two cycles: Zen 4, AMD's family 25. False where the system
     * doesn't say.
     */
    static boolean halves() {
        String property = System.getProperty(PROPERTY);
        return property == null ? isZen4(description()) : Boolean.parseBoolean(property);
    }

    /** Whether it is AMD's, which multiply denormal floats as fast as others. */
    static boolean isAmd() {
        return isAmd(description());
    }

    /** Whether Linux' or Windows' description of a processor is that of one of AMD's. */
    static boolean isAmd(String description) {
        return description.contains("AuthenticAMD");
    }

    /** Whether Linux' or Windows' description of a processor is that of a Zen 4. */
    static boolean isZen4(String description) {
        return isAmd(description) && description.matches("(?is).*\\bfamily[\\s:]+25\\b.*");
    }

    private static String description() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        if (windows != null) {
            return windows;
        }
        try (InputStream in = Files.newInputStream(LINUX)) {
            return new String(in.readNBytes(1024), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
