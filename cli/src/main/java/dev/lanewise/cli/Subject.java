package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.classify.Classes;
import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.image.Preprocessing;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is explained: a class of a picture.
 *
 * @param image the picture as the network sees it
 * @param values the same, as its input
 * @param scores of all classes, before or behind the softmax
 * @param labels of all classes, or none
 * @param target the class
 * @param notes that go below what is printed
 */
record Subject(
        Explainer explainer,
        String model,
        Given.Picture given,
        BufferedImage image,
        float[] values,
        Classes scores,
        List<String> labels,
        int target,
        List<String> notes) {

    static Subject of(
            Explainer explainer,
            String model,
            Given.Picture given,
            Preprocessing preprocessing,
            List<String> labels,
            @Nullable String wanted,
            boolean probability) {
        float[] values = preprocessing.apply(given.image());
        Classes scores = new Classes(explainer.scores(values), probability);
        scores.check(labels, "labels");
        int target =
                wanted == null
                        ? scores.top(1, labels).getFirst().index()
                        : find(wanted, labels, scores.values().length);
        return new Subject(
                explainer,
                model,
                given,
                preprocessing.sized(given.image()),
                values,
                scores,
                labels,
                target,
                new ArrayList<>());
    }

    /** A number, a label, or a part of exactly one label. */
    private static int find(String wanted, List<String> labels, int classes) {
        if (wanted.matches("\\d{1,9}") && Integer.parseInt(wanted) < classes) {
            return Integer.parseInt(wanted);
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).equalsIgnoreCase(wanted)) {
                return i;
            }
            if (labels.get(i).toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT))) {
                found.add(i);
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new ModelException(
                "--class: expected 0 to "
                        + (classes - 1)
                        + (labels.isEmpty() ? "" : " or a label")
                        + ", actual '"
                        + wanted
                        + "'"
                        + (found.isEmpty()
                                ? ""
                                : ", which is part of "
                                        + found.stream().limit(5).map(labels::get).toList()));
    }

    void note(String text) {
        notes.add(text);
    }

    String label() {
        return labels.isEmpty() ? "class " + target : labels.get(target);
    }

    String scoreText() {
        String probability =
                String.format(
                        Locale.ROOT, "probability %.1f %%", 100 * probabilities().values()[target]);
        return scores.probabilities()
                ? probability
                : String.format(
                        Locale.ROOT, "score %.2f, %s", scores.values()[target], probability);
    }

    Classes probabilities() {
        return scores.probabilities() ? scores : scores.softmaxed();
    }

    /** What is explained, in words. */
    String what() {
        return scores.probabilities() ? "probability" : "score before the softmax";
    }
}
