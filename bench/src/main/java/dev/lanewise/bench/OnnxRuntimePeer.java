package dev.lanewise.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;

import dev.lanewise.cli.peer.Peer;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * ONNX Runtime on its own CPU kernels, set up as its documentation advises for latency: all graph
 * optimisations, sequential execution, N threads within an operator, which spin between operators
 * as is the default. Input and output tensors are made once, in direct memory. Initializers that an
 * old file also lists as inputs are made constants ({@link ConstantInitializers}), as ONNX
 * Runtime's own warning asks for: it optimises only those.
 */
public final class OnnxRuntimePeer implements Peer {

    /** The last version of the file format in which every initializer is also an input. */
    private static final int LISTING_INITIALIZERS = 3;

    /** Field 1, a varint. */
    private static final byte IR_VERSION_TAG = 8;

    /** For the service loader. */
    public OnnxRuntimePeer() {}

    /**
     * The environment, which lasts as long as the process. It reports nothing to its makers: in
     * 1.29 that ends the process on some machines (microsoft/onnxruntime#32173), and it would
     * disturb.
     */
    static OrtEnvironment environment() {
        setEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1");
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    }

    @SuppressWarnings("restricted")
    private static void setEnvironmentVariable(String name, String value) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return; // On Windows, where it doesn't report this way.
        }
        try (Arena arena = Arena.ofConfined()) {
            int unused =
                    (int)
                            linker.downcallHandle(
                                            setenv.get(),
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_INT))
                                    .invokeExact(
                                            arena.allocateFrom(name), arena.allocateFrom(value), 1);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public String version() {
        return environment().getVersion();
    }

    @Override
    public Loaded load(Path model, int threads, Map<String, Tensor> inputs) {
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            return new Running(session(model, options), inputs);
        } catch (OrtException | IOException e) {
            throw new ModelException(model + ": ONNX Runtime can't load it: " + e.getMessage(), e);
        }
    }

    /** From the path where that is possible: external weights lie beside the file. */
    private static OrtSession session(Path model, SessionOptions options)
            throws OrtException, IOException {
        if (irVersion(model) > LISTING_INITIALIZERS) {
            return environment().createSession(model.toString(), options);
        }
        byte[] file = Files.readAllBytes(model);
        byte[] constant = ConstantInitializers.of(file);
        return Arrays.equals(constant, file)
                ? environment().createSession(model.toString(), options)
                : environment().createSession(constant, options);
    }

    /** Version of the file format, which writers put first; 0 if it stands elsewhere. */
    private static int irVersion(Path model) throws IOException {
        try (InputStream in = Files.newInputStream(model)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == IR_VERSION_TAG ? start[1] : 0;
        }
    }

    private static final class Running implements Loaded {

        private final OrtSession session;
        private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        private final Set<String> unpinned = Set.of();

        Running(OrtSession session, Map<String, Tensor> given) throws OrtException {
            this.session = session;
            for (Map.Entry<String, Tensor> input : given.entrySet()) {
                inputs.put(input.getKey(), wrap(input.getValue()));
            }
            // The first run, into memory of ONNX Runtime's choice, shows the outputs' shapes.
            try (OrtSession.Result result = session.run(inputs)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    if (!(output.getValue().getInfo() instanceof TensorInfo info)) {
                        throw new ModelException(
                                "output '" + output.getKey() + "': expected a tensor");
                    }
                    outputs.put(output.getKey(), allocate(info));
                }
            }
        }

        private static OnnxTensor wrap(Tensor tensor) throws OrtException {
            long[] shape = IntStream.of(tensor.shape().dims()).asLongStream().toArray();
            ByteBuffer memory = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
            return OnnxTensor.createTensor(environment(), memory, shape, type(tensor.dtype()));
        }

        private static OnnxTensor allocate(TensorInfo info) throws OrtException {
            long bytes = info.getNumElements() * info.type.size;
            ByteBuffer memory =
                    ByteBuffer.allocateDirect(Math.toIntExact(bytes))
                            .order(ByteOrder.nativeOrder());
            return OnnxTensor.createTensor(environment(), memory, info.getShape(), info.type);
        }

        private static OnnxJavaType type(DType dtype) {
            return switch (dtype) {
                case FLOAT32 -> OnnxJavaType.FLOAT;
                case FLOAT64 -> OnnxJavaType.DOUBLE;
                case FLOAT16 -> OnnxJavaType.FLOAT16;
                case BFLOAT16 -> OnnxJavaType.BFLOAT16;
                case INT8 -> OnnxJavaType.INT8;
                case INT16 -> OnnxJavaType.INT16;
                case INT32 -> OnnxJavaType.INT32;
                case INT64 -> OnnxJavaType.INT64;
                case UINT8 -> OnnxJavaType.UINT8;
                case BOOL -> OnnxJavaType.BOOL;
                default ->
                        throw new ModelException(
                                "ONNX Runtime's Java interface has no " + dtype + " tensors");
            };
        }

        @Override
        public void run() {
            try {
                session.run(inputs, unpinned, outputs).close();
            } catch (OrtException e) {
                throw new ModelException("ONNX Runtime: " + e.getMessage(), e);
            }
        }

        @Override
        public Map<String, float[]> outputs() {
            Map<String, float[]> values = new LinkedHashMap<>();
            outputs.forEach((name, tensor) -> values.put(name, floats(tensor)));
            return values;
        }

        private static float[] floats(OnnxTensor tensor) {
            TensorInfo info = tensor.getInfo();
            ByteBuffer memory = tensor.getByteBuffer();
            float[] values = new float[Math.toIntExact(info.getNumElements())];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        switch (info.type) {
                            case FLOAT -> memory.getFloat(i * Float.BYTES);
                            case DOUBLE -> (float) memory.getDouble(i * Double.BYTES);
                            case FLOAT16 -> Float.float16ToFloat(memory.getShort(i * Short.BYTES));
                            case BFLOAT16 ->
                                    Float.intBitsToFloat(memory.getShort(i * Short.BYTES) << 16);
                            case INT8 -> memory.get(i);
                            case UINT8, BOOL -> memory.get(i) & 0xFF;
                            case INT16 -> memory.getShort(i * Short.BYTES);
                            case INT32 -> memory.getInt(i * Integer.BYTES);
                            case INT64 -> memory.getLong(i * Long.BYTES);
                            default ->
                                    throw new ModelException(
                                            "ONNX Runtime: " + info + " is not understood");
                        };
            }
            return values;
        }

        @Override
        public void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
            try {
                session.close();
            } catch (OrtException e) {
                throw new ModelException("ONNX Runtime: " + e.getMessage(), e);
            }
        }
    }
}
