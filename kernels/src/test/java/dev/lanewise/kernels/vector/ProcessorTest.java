package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessorTest {

    private static final String LINUX =
            """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            cpu family\t: 25
            model\t\t: 17
            """;

    @Test
    void aZen4IsKnownByItsFamily() {
        assertTrue(Processor.isZen4(LINUX));
        assertTrue(Processor.isZen4("AMD64 Family 25 Model 97 Stepping 2, AuthenticAMD"));
    }

    @Test
    void anAmdIsKnownByItsVendor() {
        assertTrue(Processor.isAmd(LINUX.replace("25", "26")));
        assertFalse(Processor.isAmd(LINUX.replace("AuthenticAMD", "GenuineIntel")));
        assertFalse(Processor.isAmd(""));
    }

    @Test
    void othersAreNot() {
        assertFalse(Processor.isZen4(LINUX.replace("25", "26")));
        assertFalse(Processor.isZen4(LINUX.replace("AuthenticAMD", "GenuineIntel")));
        assertFalse(Processor.isZen4(LINUX.replace("25", "250")));
        assertFalse(Processor.isZen4("Intel64 Family 6 Model 143 Stepping 8, GenuineIntel"));
        assertFalse(Processor.isZen4(""));
    }
}
