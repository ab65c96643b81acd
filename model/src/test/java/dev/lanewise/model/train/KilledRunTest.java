package dev.lanewise.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A process that trains is killed at random moments, ten times, and started again. */
class KilledRunTest {

    private static final int EPOCHS = 60;
    private static final int KILLS = 10;

    /** So that a run lasts a few hundred milliseconds longer than the JVM's start. */
    private static final int STEP_MILLIS = 3;

    @TempDir Path folder;

    private static Trainer trainer() {
        Recipe recipe = TrainerTest.recipe(0.02, EPOCHS, 0);
        return new Trainer(recipe, TrainerTest.pictures(90).split(18, 1), 5, 1);
    }

    /** The process that is killed: begins, or goes on where a checkpoint is. */
    static final class Run {

        private Run() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path checkpoint = Path.of(arguments[0]);
            System.out.println("started");
            Trainer.Observer slow =
                    new Trainer.Observer() {
                        @Override
                        public void step(int epoch, int step, int steps, double loss, double acc) {
                            try {
                                Thread.sleep(STEP_MILLIS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    };
            trainer().run(checkpoint, Files.exists(checkpoint), slow);
        }
    }

    private static Process start(Path checkpoint) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        checkpoint.toString())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    @EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
    void endsInTheSameBytes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        trainer().run(whole, false, new Trainer.Observer() {});
        Path killed = folder.resolve("killed.safetensors");
        Random random = new Random();
        int alive = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(killed);
            try (InputStream output = process.getInputStream()) {
                assertTrue(output.read() >= 0, "a line when it has started");
                Thread.sleep(random.nextInt(600));
                alive += process.isAlive() ? 1 : 0;
                process.destroyForcibly().waitFor();
            }
        }
        assertTrue(alive > 0, "all runs ended before they were killed");
        Process last = start(killed);
        String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, last.waitFor(), output);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(killed));
    }
}
