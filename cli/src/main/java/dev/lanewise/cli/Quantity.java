package dev.lanewise.cli;

import java.util.Locale;

/** Numbers for people: three digits or so, and a unit. */
final class Quantity {

    private Quantity() {}

    /** {@code 950}, {@code 1.24 M}. */
    static String count(long value) {
        return value < 1000 ? Long.toString(value) : scaled(value, 1000, "k", "M", "G", "T");
    }

    /** {@code 950 B}, {@code 4.77 MB}; a kB is 1000 bytes. */
    static String bytes(long value) {
        return value < 1000 ? value + " B" : scaled(value, 1000, "kB", "MB", "GB", "TB");
    }

    /** {@code 8.41 ms}. */
    static String time(double nanos) {
        return nanos < 1000 ? digits(nanos) + " ns" : scaled(nanos, 1000, "us", "ms", "s");
    }

    private static String scaled(double value, int base, String... units) {
        double scaled = value / base;
        int unit = 0;
        while (scaled >= 999.5 && unit < units.length - 1) {
            scaled /= base;
            unit++;
        }
        return digits(scaled) + " " + units[unit];
    }

    private static String digits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
