package dev.lanewise.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table for people: columns as wide as their content, two blanks apart, no blanks at line ends.
 */
final class Table {

    private record Column(String title, boolean right, int most) {}

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
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::title).toList());
        lines.addAll(rows);
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = line.get(i);
                String pad = " ".repeat(width(lines, i) - length(cell));
                text.append(i == 0 ? "" : "  ");
                text.append(columns.get(i).right ? pad + cell : cell + pad);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static int width(List<List<String>> lines, int column) {
        return Collections.max(lines.stream().map(line -> length(line.get(column))).toList());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
