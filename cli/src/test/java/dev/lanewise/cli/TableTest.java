package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class TableTest {

    @Test
    void textIsLeftNumbersAreRightAndLinesEndCleanly() {
        Table table = new Table().left("name", 8).right("count").left("note");
        table.row("short", "5", "");
        table.row("a/very/long", "12345678", "x\n\u001b[2Jy");
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out));
        assertEquals(
                """
                name         count  note
                short            5
                .../long  12345678  x; ?[2Jy
                """,
                out.toString());
        assertThrows(IllegalArgumentException.class, () -> table.row("too", "few"));
    }

    @Test
    void whereThereIsLittleRoomSomeColumnsAreLeftOutAndThenTextIsCut() {
        Table table = new Table().left("name").left("kind").left("kernel").right("count");
        table.row("stem", "Conv", "conv runs 6x4, depthwise rows", "12");
        table.row("pool", "MaxPool", "pool vector", "3");
        StringWriter out = new StringWriter();
        assertEquals(List.of(), table.print(new PrintWriter(out), 51, "kind"));
        out.getBuffer().setLength(0);
        assertEquals(List.of("kind"), table.print(new PrintWriter(out), 50, "kind"));
        assertEquals(
                """
                name  kernel                         count
                stem  conv runs 6x4, depthwise rows     12
                pool  pool vector                        3
                """,
                out.toString());
        out.getBuffer().setLength(0);
        assertEquals(List.of("kind"), table.print(new PrintWriter(out), 30, "kind"));
        assertEquals(
                """
                name  kernel             count
                stem  conv runs 6x4,...     12
                pool  pool vector            3
                """,
                out.toString());
    }

    @Test
    void quantitiesHaveAboutThreeDigits() {
        assertEquals("999", Quantity.count(999));
        assertEquals("1.00 k", Quantity.count(1000));
        assertEquals("349 M", Quantity.count(349_151_936));
        assertEquals("1.00 M", Quantity.count(999_999));
        assertEquals("12.3 kB", Quantity.bytes(12_345));
        assertEquals("0.00 ns", Quantity.time(0));
        assertEquals("850 ns", Quantity.time(850));
        assertEquals("8.41 ms", Quantity.time(8_412_000));
        assertEquals("75.0 s", Quantity.time(75e9));
    }

    @Test
    void percentilesAreTimesThatWereMeasured() {
        Timings timings = new Timings();
        for (int i = 10_000; i >= 1; i--) {
            timings.add(i);
        }
        assertEquals(5000, timings.percentile(50));
        assertEquals(9900, timings.percentile(99));
        assertEquals(1, timings.percentile(0));
        assertEquals(10_000, timings.percentile(100));
        assertFalse(timings.isSettled());
        for (int i = 0; i < 10_000; i++) {
            timings.add(1);
        }
        assertTrue(timings.isSettled());
    }
}
