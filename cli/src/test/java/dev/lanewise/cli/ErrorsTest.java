package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

class ErrorsTest {

    private static String printed(String message) {
        StringWriter out = new StringWriter();
        var line = Main.commandLine().setErr(new PrintWriter(out));
        Errors.print(new ModelException(message), line);
        return out.toString();
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void outputThatIsLostIsAFailure() {
        StringWriter err = new StringWriter();
        String[] arguments = {"--version"};
        OutputStream full = failing("No space left on device");
        assertEquals(1, Main.execute(arguments, full, new PrintWriter(err)));
        assertEquals(
                "lanewise: the output can't be written: No space left on device",
                err.toString().strip());
        err.getBuffer().setLength(0);
        OutputStream closed = failing("Broken pipe");
        assertEquals(0, Main.execute(arguments, closed, new PrintWriter(err)));
        assertEquals("", err.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, Main.execute(arguments, out, new PrintWriter(err)));
        String version = out.toString(System.out.charset());
        assertTrue(version.startsWith("lanewise "), version);
    }

    @Test
    void aMessageIsOneLineThatCanBeRead() {
        assertEquals("lanewise: a; b?[2J" + System.lineSeparator(), printed("a\n  b\u001b[2J"));
        String endless =
                printed("Einsum 'y': equation " + "a".repeat(1_000_000) + ", actual 3 axes");
        assertTrue(endless.length() < 2_100, "of length " + endless.length());
        assertTrue(endless.startsWith("lanewise: Einsum 'y': equation aaa"), endless);
        assertTrue(endless.strip().endsWith("aaa, actual 3 axes"), endless);
    }
}
