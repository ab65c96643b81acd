package dev.lanewise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import dev.lanewise.model.Model;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A model as a block that runs forward. Several threads may do so at once: each run borrows a
 * session for its input shapes, or makes one.
 */
final class LwSymbolBlock extends AbstractSymbolBlock implements AutoCloseable {

    /** Sessions for so many sets of input shapes are kept. */
    private static final int MOST_SHAPES = 8;

    private final Model model;
    private final SessionOptions options;
    private final LwNDManager manager;

    /** Sessions that nobody uses; guarded by itself; the least recently used is dropped. */
    private final Map<List<dev.lanewise.model.Shape>, Deque<Session>> idle =
            new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    LwSymbolBlock(Model model, SessionOptions options, LwNDManager manager) {
        this.model = model;
        this.options = options;
        this.manager = manager;
        this.inputNames = model.inputs().stream().map(TensorInfo::name).toList();
        manager.attachInternal(NDManager.nextUid(), this);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        List<Tensor> tensors = inOrder(inputs);
        List<dev.lanewise.model.Shape> shapes = tensors.stream().map(Tensor::shape).toList();
        Session session = borrow(shapes);
        try {
            for (int i = 0; i < tensors.size(); i++) {
                Tensor given = tensors.get(i);
                Tensor wanted = session.input(i);
                if (given.dtype() != wanted.dtype()) {
                    throw new IllegalArgumentException(
                            "input '"
                                    + inputNames.get(i)
                                    + "': expected "
                                    + wanted.dtype()
                                    + ", actual "
                                    + given.dtype());
                }
                wanted.segment().copyFrom(given.segment());
            }
            session.run();
            NDManager head = inputs.head().getManager();
            LwNDManager target = head instanceof LwNDManager own ? own : manager;
            NDList outputs = new NDList();
            for (int i = 0; i < model.graph().outputs().size(); i++) {
                Tensor output = session.output(i);
                byte[] copy = output.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                NDArray array =
                        target.array(
                                new Tensor(
                                        output.dtype(),
                                        output.shape(),
                                        MemorySegment.ofArray(copy)));
                array.setName(model.graph().outputs().get(i));
                outputs.add(array);
            }
            return outputs;
        } finally {
            giveBack(shapes, session);
        }
    }

    /** By name if the arrays have names, else as they come. */
    private List<Tensor> inOrder(NDList inputs) {
        List<TensorInfo> wanted = model.inputs();
        if (inputs.size() != wanted.size()) {
            throw new IllegalArgumentException(
                    "inputs: expected " + wanted + ", actual " + inputs.size());
        }
        boolean named = inputs.head().getName() != null;
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            NDArray array = named ? inputs.get(wanted.get(i).name()) : inputs.get(i);
            if (array == null) {
                throw new IllegalArgumentException(
                        "input '"
                                + wanted.get(i).name()
                                + "': expected arrays of these names, or none with a name: "
                                + inputNames);
            }
            tensors.add(LwNDArray.tensor(array));
        }
        return tensors;
    }

    private Session borrow(List<dev.lanewise.model.Shape> shapes) {
        synchronized (idle) {
            Deque<Session> sessions = idle.get(shapes);
            if (sessions != null && !sessions.isEmpty()) {
                return sessions.pop();
            }
        }
        SessionOptions shaped = options;
        for (int i = 0; i < shapes.size(); i++) {
            shaped = shaped.withShape(inputNames.get(i), shapes.get(i));
        }
        return model.newSession(shaped);
    }

    private void giveBack(List<dev.lanewise.model.Shape> shapes, Session session) {
        Deque<Session> dropped = new ArrayDeque<>();
        synchronized (idle) {
            if (closed) {
                dropped.push(session);
            } else {
                idle.computeIfAbsent(shapes, none -> new ArrayDeque<>()).push(session);
                if (idle.size() > MOST_SHAPES) {
                    dropped = idle.remove(idle.keySet().iterator().next());
                }
            }
        }
        dropped.forEach(Session::close);
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return described(model.inputs());
    }

    @Override
    public PairList<String, Shape> describeOutput() {
        return described(model.outputs());
    }

    private static PairList<String, Shape> described(List<TensorInfo> all) {
        PairList<String, Shape> described = new PairList<>();
        for (TensorInfo info : all) {
            described.add(
                    info.name(),
                    new Shape(
                            info.dims().stream()
                                    .flatMapToLong(dim -> LongStream.of(dim.size()))
                                    .toArray()));
        }
        return described;
    }

    @Override
    public Map<String, String> getCustomMetadata() {
        return model.metadata();
    }

    @Override
    public ParameterList getDirectParameters() {
        throw Refusal.of("getDirectParameters");
    }

    /** Frees the sessions, and the model when the last of those under way is done. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.values().forEach(sessions -> sessions.forEach(Session::close));
            idle.clear();
        }
        model.close();
    }
}
