package dev.lanewise.cli;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Output for machines: maps, lists, strings and numbers as JSON. */
final class Json {

    private static final JSON PRETTY = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** One value over many lines. */
    static void print(Map<String, ?> value, PrintWriter out) {
        print(PRETTY, value, out);
    }

    /** One value on a line. */
    static void printLine(Map<String, ?> value, PrintWriter out) {
        print(JSON.std, value, out);
    }

    private static void print(JSON json, Map<String, ?> value, PrintWriter out) {
        try {
            out.println(json.asString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
