package dev.lanewise.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A table for people: columns as wide as their content, two blanks apart, no blanks at line ends.
 */
final class Table {

    private record Column(String title, boolean right, int most) {}

    /** Text isn't cut to less than this to make a table narrower. */
    private static final int LEAST = 10;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of text. */
    Table left(String title) {
        return left(title, Integer.MAX_VALUE);
    }

    /** Adds a column of text that is cut, at its beginning, to a width. */
    Table left(String title, int most) {
        columns.add(new Column(title, false, most));
        return this;
    }

    /** Adds a column of numbers. */
    Table right(String title) {
        columns.add(new Column(title, true, Integer.MAX_VALUE));
        return this;
    }

    /** Adds a row, a cell per column. */
    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "expected " + columns.size() + " cells, actual " + cells.length);
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(cut(Errors.oneLine(cells[i]), columns.get(i).most));
        }
        rows.add(row);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : "..." + text.substring(text.length() - most + 3);
    }

    void print(PrintWriter out) {
        print(out, Integer.MAX_VALUE);
    }

    /**
     * Prints the table in {@code most} characters a line: where it is wider, without some columns
     * and with text cut at its end.
     *
     * @param spare titles of columns that may be left out, the first ones first
     * @return the titles of those that were
     */
    List<String> print(PrintWriter out, int most, String... spare) {
        List<Integer> shown = new ArrayList<>();
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            shown.add(i);
            widths[i] = length(columns.get(i).title);
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        List<String> left = new ArrayList<>();
        for (String title : spare) {
            if (total(shown, widths) <= most) {
                break;
            }
            shown.removeIf(i -> columns.get(i).title.equals(title));
            left.add(title);
        }
        for (int over = total(shown, widths) - most; over > 0; ) {
            int widest =
                    Collections.max(
                            shown,
                            Comparator.comparingInt(i -> columns.get(i).right ? 0 : widths[i]));
            if (columns.get(widest).right || widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            over--;
        }
        line(out, shown, widths, columns.stream().map(Column::title).toList());
        rows.forEach(row -> line(out, shown, widths, row));
        return left;
    }

    private static int total(List<Integer> shown, int[] widths) {
        return shown.stream().mapToInt(i -> widths[i] + 2).sum() - 2;
    }

    private void line(PrintWriter out, List<Integer> shown, int[] widths, List<String> cells) {
        StringBuilder text = new StringBuilder();
        for (int i : shown) {
            String cell = cells.get(i);
            if (length(cell) > widths[i]) {
                int end = cell.offsetByCodePoints(0, widths[i] - 3);
                cell = cell.substring(0, end) + "...";
            }
            String pad = " ".repeat(widths[i] - length(cell));
            text.append(text.isEmpty() ? "" : "  ");
            text.append(columns.get(i).right ? pad + cell : cell + pad);
        }
        out.println(text.toString().stripTrailing());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
