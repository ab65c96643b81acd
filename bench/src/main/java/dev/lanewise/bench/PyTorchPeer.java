package dev.lanewise.bench;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;

import dev.lanewise.cli.peer.Peer;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.onnx.OnnxReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch as Java programs use it, through DJL: a TorchScript module, frozen when it was exported,
 * in inference mode. PyTorch reads no ONNX files, so the module lies beside the file, under the
 * same name with {@code .pt}; its inputs and outputs come in the same order. The number of threads
 * is the whole process's.
 */
public final class PyTorchPeer implements Peer {

    /** For the service loader. */
    public PyTorchPeer() {}

    @Override
    public String name() {
        return "pytorch";
    }

    @Override
    public String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    @Override
    public Loaded load(Path model, int threads, Map<String, Tensor> inputs) {
        String file = String.valueOf(model.getFileName());
        String name = file.endsWith(".onnx") ? file.substring(0, file.length() - 5) : file;
        Path module = model.resolveSibling(name + ".pt");
        if (!Files.isRegularFile(module)) {
            throw new ModelException(
                    model
                            + ": PyTorch reads TorchScript, expected beside it as '"
                            + module.getFileName()
                            + "'; export_models.py writes both");
        }
        try {
            return new Running(model, module, name, threads, inputs);
        } catch (IOException | MalformedModelException e) {
            throw new ModelException(module + ": PyTorch can't load it: " + e.getMessage(), e);
        }
    }

    private static final class Running implements Loaded {

        private final int threads;
        private final Path file;
        private final Model model;
        private final NDManager manager;
        private final NDList inputs = new NDList();
        private final Predictor<NDList, NDList> predictor;
        private NDList result = new NDList();

        Running(Path file, Path module, String name, int threads, Map<String, Tensor> given)
                throws IOException, MalformedModelException {
            this.threads = threads;
            this.file = file;
            this.model = Model.newInstance(name, Device.cpu(), "PyTorch");
            model.load(module.toAbsolutePath().getParent(), name);
            this.manager = model.getNDManager().newSubManager();
            given.values().forEach(tensor -> inputs.add(wrap(manager, tensor)));
            this.predictor = model.newPredictor(new NoopTranslator(null));
        }

        /** Over the tensor's own memory. */
        private static NDArray wrap(NDManager manager, Tensor tensor) {
            if (tensor.dtype() != DType.FLOAT32) {
                throw new ModelException(
                        "PyTorch: expected inputs of FLOAT32, actual " + tensor.dtype());
            }
            ByteBuffer memory = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
            return manager.create(memory, shape(tensor.shape()), DataType.FLOAT32);
        }

        private static ai.djl.ndarray.types.Shape shape(Shape shape) {
            return new ai.djl.ndarray.types.Shape(
                    Arrays.stream(shape.dims()).asLongStream().toArray());
        }

        @Override
        public void run() {
            try {
                if (JniUtils.getNumThreads() != threads) {
                    JniUtils.setNumThreads(threads);
                }
                result.close();
                result = predictor.predict(inputs);
            } catch (TranslateException e) {
                throw new ModelException("PyTorch: " + e.getMessage(), e);
            }
        }

        @Override
        public Map<String, float[]> outputs() {
            Map<String, float[]> values = new LinkedHashMap<>();
            List<String> names = OnnxReader.read(file).outputs();
            for (int i = 0; i < Math.min(names.size(), result.size()); i++) {
                values.put(names.get(i), result.get(i).toFloatArray());
            }
            return values;
        }

        @Override
        public void close() {
            result.close();
            predictor.close();
            manager.close();
            model.close();
        }
    }
}
