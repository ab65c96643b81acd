package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Jvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;

/** In a JVM of its own, since loops share what trials may take. */
@EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
class ReadinessTest {

    @Test
    void loopsBecomeReadyWhateverOthersTook() throws IOException, InterruptedException {
        String output = Jvm.run(Driver.class, "--add-modules", "jdk.incubator.vector");
        assertTrue(output.contains("all ready"), output);
    }

    static final class Driver {

        private static final long SECOND = 1_000_000_000;

        public static void main(String[] args) {
            Readiness greedy = new Readiness();
            took(greedy, false, SECOND);
            took(greedy, true, 1000 * SECOND);
            assertFalse(greedy.isDue());

            Readiness late = new Readiness();
            for (int i = 0; i < 3; i++) {
                assertFalse(late.isReady());
                took(late, false, SECOND);
                assertTrue(late.isDue(), "others took all trials");
                took(late, true, SECOND / 10);
            }
            assertFalse(late.isReady());
            took(late, false, SECOND);
            assertTrue(late.isReady());

            Readiness even = new Readiness();
            int trials = 0;
            took(even, false, SECOND);
            while (!even.isReady()) {
                took(even, true, SECOND * 3 / 2);
                trials++;
                if (trials % 2 == 0) {
                    took(even, false, SECOND);
                }
            }
            assertEquals(5_006, trials, 50);

            Readiness interrupted = new Readiness();
            took(interrupted, false, SECOND);
            for (int i = 0; i < 5; i++) {
                took(interrupted, true, 2 * SECOND);
                took(interrupted, false, 1000 * SECOND);
            }
            assertFalse(interrupted.isReady(), "scalar calls that took long prove nothing");

            Readiness patient = new Readiness();
            took(patient, false, SECOND);
            int row = 0;
            while (patient.isDue()) {
                took(patient, true, 1);
                row++;
            }
            assertEquals(16, row);
            assertFalse(patient.isReady(), "all these were compared with one call");
            System.out.println("all ready");
        }

        private static void took(Readiness readiness, boolean trial, long nanos) {
            readiness.took(trial, System.nanoTime() - nanos, 1);
        }
    }
}
