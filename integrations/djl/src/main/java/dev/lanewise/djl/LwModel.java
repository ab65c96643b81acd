package dev.lanewise.djl;

import ai.djl.BaseModel;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.SessionOptions;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model of an ONNX file. Its one option is {@code threads}: how many work on each run, 1 by
 * default. Predictors of one model may run on several threads at once.
 */
final class LwModel extends BaseModel {

    LwModel(String name, NDManager manager) {
        super(name);
        this.manager = manager;
        manager.setName("lanewiseModel");
        this.dataType = DataType.FLOAT32;
    }

    @Override
    public void load(Path path, @Nullable String prefix, @Nullable Map<String, ?> options)
            throws IOException, MalformedModelException {
        setModelDir(path);
        Path file = find(path, prefix);
        try {
            use(Model.load(file), options);
        } catch (ModelException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
    }

    @Override
    public void load(InputStream stream, @Nullable Map<String, ?> options)
            throws IOException, MalformedModelException {
        try {
            use(Model.load(stream, ModelOptions.defaults()), options);
        } catch (ModelException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
    }

    private void use(Model model, @Nullable Map<String, ?> options) {
        if (block != null) {
            model.close();
            throw new UnsupportedOperationException(
                    "a model of the Lanewise engine is its ONNX file; it takes no block");
        }
        Object threads = options == null ? null : options.get("threads");
        block =
                new LwSymbolBlock(
                        model,
                        threads == null
                                ? SessionOptions.defaults()
                                : SessionOptions.defaults()
                                        .withThreads(Integer.parseInt(threads.toString())),
                        (LwNDManager) manager);
        wasLoaded = true;
    }

    /** A file itself, or in a folder the one of the given name, the model's, or the folder's. */
    private Path find(Path path, @Nullable String prefix) throws FileNotFoundException {
        if (Files.isRegularFile(path)) {
            modelDir = path.toAbsolutePath().getParent();
            modelName = path.getFileName().toString().replaceFirst("\\.onnx$", "");
            return path;
        }
        List<String> names = new ArrayList<>();
        if (prefix != null) {
            names.add(prefix);
        } else {
            names.addAll(List.of(modelName, modelDir.getFileName().toString(), "model"));
        }
        for (String name : names) {
            for (String file : List.of(name, name + ".onnx")) {
                if (Files.isRegularFile(modelDir.resolve(file))) {
                    return modelDir.resolve(file);
                }
            }
        }
        throw new FileNotFoundException(
                path + ": expected an ONNX file, or a folder with one named as " + names);
    }
}
