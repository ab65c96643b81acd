package dev.lanewise.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Classifications.Classification;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;

import dev.lanewise.model.DType;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A DJL program with its translators, once with this engine and once with ONNX Runtime. */
class EngineTest {

    private static final int CLASSES = 10;

    @TempDir private static Path folder;

    private static Path network;

    @BeforeAll
    static void makeNetwork() {
        network = folder.resolve("net.onnx");
        TensorInfo input =
                new TensorInfo(
                        "input",
                        DType.FLOAT32,
                        List.of(
                                new TensorInfo.Dim("n", -1),
                                new TensorInfo.Dim("", 3),
                                new TensorInfo.Dim("", 32),
                                new TensorInfo.Dim("", 32)));
        OnnxWriter.write(
                Sequential.of(
                                Conv2d.of(3, 16, 5),
                                ReLU.of(),
                                MaxPool2d.of(2, 2),
                                Flatten.of(),
                                Linear.of(16 * 14 * 14, CLASSES))
                        .graph(input, 11),
                network);
    }

    private static Image picture(long seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(60, 44, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 44; y++) {
            for (int x = 0; x < 60; x++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        return ImageFactory.getInstance().fromImage(picture);
    }

    private static Criteria<Image, Classifications> criteria(
            String engine, Path model, int size, int classes) {
        return Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelPath(model)
                .optEngine(engine)
                .optTranslator(
                        ImageClassificationTranslator.builder()
                                .addTransform(new Resize(size * 8 / 7))
                                .addTransform(new CenterCrop(size, size))
                                .addTransform(new ToTensor())
                                .addTransform(
                                        new Normalize(
                                                new float[] {0.485f, 0.456f, 0.406f},
                                                new float[] {0.229f, 0.224f, 0.225f}))
                                .optSynset(
                                        IntStream.range(0, classes)
                                                .mapToObj(i -> "class " + i)
                                                .toList())
                                .optApplySoftmax(true)
                                .optTopK(5)
                                .build())
                .build();
    }

    private static List<List<Classification>> classify(
            String engine, Path model, int size, int classes, List<Image> pictures)
            throws Exception {
        List<List<Classification>> all = new ArrayList<>();
        try (ZooModel<Image, Classifications> loaded =
                        criteria(engine, model, size, classes).loadModel();
                Predictor<Image, Classifications> predictor = loaded.newPredictor()) {
            for (Image picture : pictures) {
                all.add(predictor.predict(picture).topK(5));
            }
        }
        return all;
    }

    /** The same classes in the same order, with nearly the same probabilities. */
    private static void agrees(Path model, int size, int classes, List<Image> pictures)
            throws Exception {
        List<List<Classification>> expected =
                classify("OnnxRuntime", model, size, classes, pictures);
        List<List<Classification>> actual =
                classify(LanewiseEngine.NAME, model, size, classes, pictures);
        for (int i = 0; i < pictures.size(); i++) {
            agrees(expected.get(i), actual.get(i));
        }
    }

    private static void agrees(List<Classification> expected, List<Classification> actual) {
        assertEquals(5, expected.size());
        assertEquals(
                expected.stream().map(Classification::getClassName).toList(),
                actual.stream().map(Classification::getClassName).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).getProbability(), actual.get(i).getProbability(), 2e-3);
        }
    }

    @Test
    void theEngineIsFoundAsAService() {
        assertTrue(Engine.getAllEngines().contains(LanewiseEngine.NAME));
        Engine engine = Engine.getEngine(LanewiseEngine.NAME);
        assertEquals("Lanewise", engine.getEngineName());
        assertEquals(10, engine.getRank());
    }

    @Test
    void anImageClassificationHasTheTopFiveOfOnnxRuntime() throws Exception {
        agrees(network, 32, CLASSES, IntStream.range(0, 6).mapToObj(EngineTest::picture).toList());
    }

    @Test
    void realNetworksHaveTheTopFiveOfOnnxRuntime() throws Exception {
        Path shared = Path.of(System.getProperty("lanewise.root"), "..", "shared");
        Path kitten = shared.resolve("images/kitten.png");
        Path squeezenet = shared.resolve("models/squeezenet.onnx");
        assumeTrue(
                Files.exists(kitten) && Files.exists(squeezenet),
                "no ../shared with squeezenet.onnx and pictures");
        List<Image> pictures =
                List.of(
                        ImageFactory.getInstance().fromFile(kitten),
                        ImageFactory.getInstance().fromFile(shared.resolve("images/fish.png")));
        agrees(squeezenet, 224, 1000, pictures);
        // Files of networks that torchvision exported, if there are some.
        for (String file : System.getProperty("lanewise.exports", "").split(",")) {
            if (!file.isEmpty()) {
                agrees(Path.of(file), 224, 1000, pictures);
            }
        }
    }

    /**
     * The steps of DJL's own example, {@code ImageClassification}, whose perceptron is written as
     * ONNX here, since neither engine takes DJL's blocks.
     */
    @Test
    void theStepsOfDjlsExampleGiveTheTopFiveOfOnnxRuntime() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        TensorInfo input =
                TensorInfo.of("input", DType.FLOAT32, dev.lanewise.model.Shape.of(1, 3, 28, 28));
        OnnxWriter.write(
                Sequential.of(
                                Flatten.of(),
                                Linear.of(3 * 28 * 28, 128),
                                ReLU.of(),
                                Linear.of(128, 64),
                                ReLU.of(),
                                Linear.of(64, 10))
                        .graph(input, 5),
                models.resolve("mlp.onnx"));
        Image picture = picture(1).getSubImage(0, 0, 28, 28);
        agrees(
                example("OnnxRuntime", models, picture),
                example(LanewiseEngine.NAME, models, picture));
    }

    private static List<Classification> example(String engine, Path models, Image picture)
            throws Exception {
        try (Model model = Model.newInstance("mlp", engine)) {
            model.load(models);
            Translator<Image, Classifications> translator =
                    ImageClassificationTranslator.builder()
                            .addTransform(new ToTensor())
                            .optSynset(IntStream.range(0, 10).mapToObj(String::valueOf).toList())
                            .optApplySoftmax(true)
                            .build();
            try (Predictor<Image, Classifications> predictor = model.newPredictor(translator)) {
                return predictor.predict(picture).topK(5);
            }
        }
    }

    @Test
    void predictorsOnSeveralThreadsShareTheModel() throws Exception {
        List<Image> pictures = IntStream.range(0, 8).mapToObj(EngineTest::picture).toList();
        try (ZooModel<Image, Classifications> model =
                        criteria(LanewiseEngine.NAME, network, 32, CLASSES).loadModel();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<List<Double>> expected = probabilities(model, pictures);
            List<Future<List<List<Double>>>> answers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                answers.add(threads.submit(() -> probabilities(model, pictures)));
            }
            for (Future<List<List<Double>>> answer : answers) {
                assertEquals(expected, answer.get());
            }
        }
    }

    /** Of all classes for each picture, by a predictor of its own. */
    private static List<List<Double>> probabilities(
            ZooModel<Image, Classifications> model, List<Image> pictures)
            throws TranslateException {
        List<List<Double>> all = new ArrayList<>();
        try (Predictor<Image, Classifications> predictor = model.newPredictor()) {
            for (Image picture : pictures) {
                all.add(predictor.predict(picture).getProbabilities());
            }
        }
        return all;
    }

    @Test
    void arraysGoInAndComeOutForEveryBatch() throws Exception {
        try (Model model = Model.newInstance("net", LanewiseEngine.NAME)) {
            model.load(folder);
            assertEquals(new Shape(-1, 3, 32, 32), model.describeInput().get(0).getValue());
            assertEquals("input", model.describeInput().get(0).getKey());
            assertEquals(1, model.describeOutput().size());
            try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                    NDManager manager = model.getNDManager().newSubManager()) {
                NDArray three = manager.arange(3 * 3 * 32 * 32f).div(5000).reshape(3, 3, 32, 32);
                NDList all = predictor.predict(new NDList(three));
                assertEquals(new Shape(3, CLASSES), all.head().getShape());
                for (int i = 0; i < 3; i++) {
                    NDList one = predictor.predict(new NDList(three.get(i + ":" + (i + 1))));
                    assertArrayEquals(
                            all.head().get(i).toFloatArray(), one.head().toFloatArray(), 1e-4f);
                }
                TranslateException e =
                        assertThrows(
                                TranslateException.class,
                                () -> predictor.predict(new NDList(manager.create(new int[4]))));
                assertTrue(String.valueOf(e.getMessage()).contains("input"), e.getMessage());
            }
        }
    }

    @Test
    void whatIsNoModelIsAnError() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("broken")).resolve("model.onnx");
        Files.writeString(broken, "no model");
        try (Model model = Model.newInstance("model", LanewiseEngine.NAME)) {
            assertThrows(MalformedModelException.class, () -> model.load(broken));
        }
        try (Model model = Model.newInstance("nothing", LanewiseEngine.NAME)) {
            Path empty = Files.createDirectories(folder.resolve("empty"));
            assertThrows(FileNotFoundException.class, () -> model.load(empty));
        }
    }
}
