package dev.lanewise.cli;

import dev.lanewise.model.train.Epoch;
import dev.lanewise.model.train.Evaluation;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Pictures of a training run. */
final class TrainCharts {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    private TrainCharts() {}

    /** Loss of each epoch. */
    static void loss(List<Epoch> history, Path file) {
        XYChart chart = curves("Loss", "cross-entropy");
        add(chart, "training", history, Epoch::loss);
        add(chart, "validation", history, Epoch::validationLoss);
        save(chart, file);
    }

    /** Accuracy of each epoch. */
    static void accuracy(List<Epoch> history, Path file) {
        XYChart chart = curves("Accuracy", "%");
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
        add(chart, "training", history, epoch -> 100 * epoch.accuracy());
        add(chart, "validation", history, epoch -> 100 * epoch.validationAccuracy());
        save(chart, file);
    }

    private static XYChart curves(String title, String axis) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("epoch")
                        .yAxisTitle(axis)
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }

    private static void add(
            XYChart chart, String name, List<Epoch> history, ToDoubleFunction<Epoch> value) {
        double[] x = history.stream().mapToDouble(Epoch::number).toArray();
        chart.addSeries(name, x, history.stream().mapToDouble(value).toArray());
    }

    /** How often each class was taken for each. */
    static void confusion(Evaluation evaluation, List<String> classes, Path file) {
        HeatMapChart chart =
                new HeatMapChartBuilder()
                        .width(WIDTH)
                        .height(WIDTH)
                        .title("Confusion matrix")
                        .xAxisTitle("guessed")
                        .yAxisTitle("true")
                        .build();
        int count = classes.size();
        int[][] cells = new int[count][count];
        for (int truth = 0; truth < count; truth++) {
            for (int guess = 0; guess < count; guess++) {
                cells[guess][truth] = (int) evaluation.confusion()[truth][guess];
            }
        }
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setShowValue(true);
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x2F6DB5)});
        chart.addSeries("pictures", labels(classes), labels(classes), rows(cells));
        save(chart, file);
    }

    private static List<String> labels(List<String> classes) {
        return List.copyOf(classes);
    }

    /** Column, row and count of each cell. */
    private static List<Number[]> rows(int[][] cells) {
        List<Number[]> rows = new ArrayList<>();
        for (int x = 0; x < cells.length; x++) {
            for (int y = 0; y < cells[x].length; y++) {
                rows.add(new Number[] {x, y, cells[x][y]});
            }
        }
        return rows;
    }

    private static void save(Chart<?, ?> chart, Path file) {
        try {
            Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
