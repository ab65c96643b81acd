package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

class InspectCommandTest {

    @TempDir Path folder;

    private Path bundled() throws IOException {
        return Lanewise.resource("bundled/fashion-mnist.onnx", folder);
    }

    @Test
    void theSummaryAddsUpTheNodes() throws IOException {
        Lanewise run = Lanewise.run("inspect", bundled()).succeeds();
        // Three by three times channels in times channels out, and biases; two linear layers.
        long parameters =
                (9 * 32 + 32)
                        + (9 * 32 * 64 + 64)
                        + (9 * 64 * 64 + 64)
                        + (576 * 96 + 96)
                        + (96 * 10 + 10);
        assertTrue(run.lines().contains("parameters  " + Quantity.count(parameters)), run.out());
        assertTrue(run.lines().contains("input       input FLOAT32[batch,1,28,28]"), run.out());
        assertFalse(run.out().lines().anyMatch(line -> line.endsWith(" ")), run.out());
    }

    @Test
    void jsonHoldsEveryStep() throws IOException {
        Map<String, Object> json = Lanewise.run("inspect", "--json", bundled()).succeeds().json();
        List<?> steps = (List<?>) json.get("steps");
        long macs = 0;
        for (Object step : steps) {
            macs += ((Number) ((Map<?, ?>) step).get("macs")).longValue();
        }
        long expected =
                9L * 32 * 28 * 28
                        + 9L * 32 * 64 * 14 * 14
                        + 9L * 64 * 64 * 7 * 7
                        + 576 * 96
                        + 96 * 10;
        assertEquals(expected, macs);
        assertEquals(expected, ((Number) json.get("macs")).longValue());
    }

    @Test
    void theProfileShowsSharesOfTime() throws IOException {
        Map<String, Object> json =
                Lanewise.run("inspect", "--json", "--profile", bundled()).succeeds().json();
        assertTrue(((Number) json.get("profiledRuns")).longValue() > 0);
        for (Object step : (List<?>) json.get("steps")) {
            assertTrue(((Number) ((Map<?, ?>) step).get("nanos")).longValue() > 0);
        }
    }

    @Test
    void anOpenBatchCanBeGiven() throws IOException {
        Lanewise run = Lanewise.run("inspect", bundled(), "--shape", "input=3x1x28x28").succeeds();
        assertTrue(run.out().contains("[3,32,28,28]") || run.out().contains("[3,32,14,14]"));
        String line = Lanewise.run("inspect", bundled(), "--shape", "picture=3x1x28x28").fails(1);
        assertTrue(line.contains("picture"), line);
        assertTrue(
                Lanewise.run("inspect", bundled(), "--shape", "input=ax2")
                        .fails(2)
                        .contains("expected a shape such as 1x3x224x224"));
    }

    @Test
    void theFilesOwnDataAreShown() throws IOException {
        Lanewise run = Lanewise.run("inspect", bundled()).succeeds();
        assertTrue(run.out().contains("opset       ai.onnx "), run.out());
        assertTrue(run.out().contains("producer    "), run.out());
        assertTrue(run.out().contains("FLOPs       "), run.out());
        Map<String, Object> json = Lanewise.run("inspect", "--json", bundled()).succeeds().json();
        assertTrue(((Map<?, ?>) json.get("opsets")).containsKey("ai.onnx"));
    }

    @Test
    void theGraphIsWrittenForTheToolThatTheNameTells() throws IOException {
        Path dot = folder.resolve("net.dot");
        Lanewise.run("inspect", bundled(), "--graph", dot).succeeds();
        String text = Files.readString(dot);
        assertTrue(text.startsWith("digraph"), text);
        assertTrue(text.contains("label=\"Conv\\n[32,1,3,3] [32]\""), text);
        Path mermaid = folder.resolve("net.mmd");
        Lanewise.run("inspect", bundled(), "--graph", mermaid).succeeds();
        assertTrue(Files.readString(mermaid).startsWith("flowchart TD"));
        String line =
                Lanewise.run("inspect", bundled(), "--graph", folder.resolve("x.jpg")).fails(1);
        assertTrue(line.contains("ends in .svg"), line);
    }

    @Test
    void anSvgPictureHasABoxForEachNode() throws Exception {
        Path svg = folder.resolve("net.svg");
        Lanewise.run("inspect", bundled(), "--graph", svg).succeeds();
        Path dot = folder.resolve("net.dot");
        Lanewise.run("inspect", bundled(), "--graph", dot).succeeds();
        Document picture =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(svg.toFile());
        List<String> texts = new ArrayList<>();
        NodeList all = picture.getElementsByTagName("text");
        for (int i = 0; i < all.getLength(); i++) {
            texts.add(all.item(i).getTextContent());
        }
        assertTrue(texts.contains("[32,1,3,3] [32]"), texts.toString());
        List<String> lines = Files.readAllLines(dot);
        assertEquals(
                lines.stream().filter(line -> line.contains("fillcolor=")).count() + 1,
                picture.getElementsByTagName("rect").getLength(),
                "boxes and the background");
        assertEquals(
                lines.stream().filter(line -> line.contains("->")).count() + 1,
                picture.getElementsByTagName("path").getLength(),
                "arrows and their tip");
    }

    @Test
    void allThatIsUnsupportedIsListed() throws IOException {
        Path file = folder.resolve("strange.onnx");
        Files.write(file, TinyOnnx.model("Telepathy", new long[] {1}, "x"));
        Lanewise run = Lanewise.run("inspect", file);
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("Telepathy"), run.err());
    }
}
