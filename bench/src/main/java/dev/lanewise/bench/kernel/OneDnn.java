package dev.lanewise.bench.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of oneDNN's C interface that the benchmarks use. Objects are destroyed with the arena
 * that they are made in.
 */
@SuppressWarnings("restricted")
final class OneDnn {

    // Values of dnnl_types.h.
    static final int DIRECT = 1;
    static final int WINOGRAD = 2;
    static final int FORWARD_INFERENCE = 96;
    static final int ANY = 1;
    static final int A = 2;
    static final int AB = 3;
    static final int BA = 14;
    static final int ABC = 4;
    static final int ABCD = 5;
    static final int ABCDE = 6;
    static final int A_BCD16B = 78;
    static final int A_BCD8B = 102;
    static final int SRC = 1;
    static final int SRC_1 = 2;
    static final int DST = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int MEAN = 49;
    static final int VARIANCE = 50;
    static final int SCALE = 51;
    static final int SHIFT = 52;

    private static final int CPU = 1;
    private static final int FLOAT = 3;
    private static final int IN_ORDER = 1;
    private static final int RELU = 32;
    private static final int MAX_DIMENSIONS = 12;
    private static final int UNIMPLEMENTED = 3;
    private static final int QUERY_IMPLEMENTATION = 8;
    private static final int QUERY_SRC = 129;
    private static final int QUERY_WEIGHTS = 131;
    private static final int QUERY_DST = 133;
    private static final long ARGUMENT_BYTES = 16;

    private static final NativeLibrary LIBRARY =
            NativeLibrary.load("dnnl", false, List.of("libgomp.so.1", "libdnnl.so.3"))
                    .orElseThrow();

    private static final MethodHandle EXECUTE =
            LIBRARY.timed("dnnl_primitive_execute", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);

    private static final MemorySegment ENGINE =
            create(Arena.global(), "dnnl_engine_create", null, CPU, 0L);
    private static final MemorySegment STREAM =
            create(Arena.global(), "dnnl_stream_create", null, ENGINE, IN_ORDER);

    private OneDnn() {}

    static String version() {
        MemorySegment version = ((MemorySegment) call("dnnl_version", ADDRESS)).reinterpret(12);
        return "%d.%d.%d"
                .formatted(
                        version.get(JAVA_INT, 0),
                        version.get(JAVA_INT, 4),
                        version.get(JAVA_INT, 8));
    }

    /** A memory descriptor of floats. */
    static MemorySegment descriptor(Arena arena, int tag, long... dimensions) {
        return create(
                arena,
                "dnnl_memory_desc_create_with_tag",
                "dnnl_memory_desc_destroy",
                dimensions.length,
                longs(arena, dimensions),
                FLOAT,
                tag);
    }

    /** Sizes, strides and the like. */
    static MemorySegment longs(Arena arena, long... values) {
        MemorySegment segment = arena.allocate(JAVA_LONG, MAX_DIMENSIONS);
        MemorySegment.copy(values, 0, segment, JAVA_LONG, 0, values.length);
        return segment;
    }

    /** Attributes with ReLU as the post-operation. */
    static MemorySegment withRelu(Arena arena) {
        MemorySegment operations = create(arena, "dnnl_post_ops_create", "dnnl_post_ops_destroy");
        check(call("dnnl_post_ops_append_eltwise", JAVA_INT, operations, RELU, 0f, 0f));
        MemorySegment attributes =
                create(arena, "dnnl_primitive_attr_create", "dnnl_primitive_attr_destroy");
        check(call("dnnl_primitive_attr_set_post_ops", JAVA_INT, attributes, operations));
        return attributes;
    }

    /**
     * A primitive descriptor.
     *
     * @param function its constructor
     * @param arguments of the constructor, after the engine
     * @return null if oneDNN has no such implementation
     */
    static @Nullable MemorySegment primitive(Arena arena, String function, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = ENGINE;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return created(arena, function, "dnnl_primitive_desc_destroy", all);
    }

    /** A reorder from one memory descriptor to another. */
    static MemorySegment reorder(Arena arena, MemorySegment from, MemorySegment to) {
        return create(
                arena,
                "dnnl_reorder_primitive_desc_create",
                "dnnl_primitive_desc_destroy",
                from,
                ENGINE,
                to,
                ENGINE,
                MemorySegment.NULL);
    }

    static MemorySegment src(MemorySegment primitive) {
        return query(primitive, QUERY_SRC);
    }

    static MemorySegment weights(MemorySegment primitive) {
        return query(primitive, QUERY_WEIGHTS);
    }

    static MemorySegment dst(MemorySegment primitive) {
        return query(primitive, QUERY_DST);
    }

    private static MemorySegment query(MemorySegment primitive, int what) {
        return (MemorySegment) call("dnnl_primitive_desc_query_md", ADDRESS, primitive, what, 0);
    }

    /** The implementation's name. */
    static String implementation(Arena arena, MemorySegment primitive) {
        MemorySegment result = arena.allocate(ADDRESS);
        check(
                call(
                        "dnnl_primitive_desc_query",
                        JAVA_INT,
                        primitive,
                        QUERY_IMPLEMENTATION,
                        0,
                        result));
        return NativeLibrary.text(result.get(ADDRESS, 0));
    }

    /** Bytes that a memory descriptor asks for. */
    private static long bytes(MemorySegment descriptor) {
        return (long) call("dnnl_memory_desc_get_size", JAVA_LONG, descriptor);
    }

    /** Memory as a descriptor describes it. */
    static MemorySegment allocate(Arena arena, MemorySegment descriptor) {
        return arena.allocate(bytes(descriptor), 64);
    }

    /** {@code source} in another layout. */
    static MemorySegment laidOut(
            Arena arena, MemorySegment source, MemorySegment from, MemorySegment to) {
        MemorySegment target = allocate(arena, to);
        Execution reorder = new Execution(arena, reorder(arena, from, to));
        reorder.with(SRC, from, source).with(DST, to, target).run();
        return target;
    }

    /** A primitive with its arguments. */
    static final class Execution {

        private final Arena arena;
        private final MemorySegment primitive;
        private final List<MemorySegment> memories = new ArrayList<>();
        private final List<Integer> names = new ArrayList<>();
        private MemorySegment arguments = MemorySegment.NULL;

        Execution(Arena arena, MemorySegment descriptor) {
            this.arena = arena;
            this.primitive =
                    create(arena, "dnnl_primitive_create", "dnnl_primitive_destroy", descriptor);
        }

        /** Adds an argument. */
        Execution with(int name, MemorySegment descriptor, MemorySegment memory) {
            names.add(name);
            memories.add(
                    create(
                            arena,
                            "dnnl_memory_create",
                            "dnnl_memory_destroy",
                            descriptor,
                            ENGINE,
                            memory));
            arguments = arena.allocate(ARGUMENT_BYTES * names.size(), 8);
            for (int i = 0; i < names.size(); i++) {
                arguments.set(JAVA_INT, ARGUMENT_BYTES * i, names.get(i));
                arguments.set(ADDRESS, ARGUMENT_BYTES * i + 8, memories.get(i));
            }
            return this;
        }

        /** Computes; on a processor execution has ended when the call returns. */
        void run() {
            try {
                EXECUTE.invokeExact(
                        primitive,
                        STREAM,
                        (int) (arguments.byteSize() / ARGUMENT_BYTES),
                        arguments);
            } catch (Throwable e) {
                throw NativeLibrary.failed(e);
            }
        }
    }

    private static MemorySegment create(
            Arena arena, String function, @Nullable String destroy, Object... arguments) {
        MemorySegment object = created(arena, function, destroy, arguments);
        if (object == null) {
            throw new IllegalStateException(function + ": unimplemented");
        }
        return object;
    }

    /** Calls a constructor, whose first parameter receives the object. */
    private static @Nullable MemorySegment created(
            Arena arena, String function, @Nullable String destroy, Object... arguments) {
        MemorySegment result = arena.allocate(ADDRESS);
        Object[] all = new Object[arguments.length + 1];
        all[0] = result;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int status = (int) call(function, JAVA_INT, all);
        if (status == UNIMPLEMENTED) {
            return null;
        }
        check(status);
        MemorySegment object = result.get(ADDRESS, 0);
        return destroy == null
                ? object
                : object.reinterpret(arena, segment -> check(call(destroy, JAVA_INT, segment)));
    }

    private static void check(Object status) {
        if (!status.equals(0)) {
            throw new IllegalStateException("oneDNN: status " + status);
        }
    }

    /** Calls any function, slowly. */
    private static Object call(String function, MemoryLayout result, Object... arguments) {
        MemoryLayout[] parameters = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            parameters[i] =
                    switch (arguments[i]) {
                        case Integer ignored -> JAVA_INT;
                        case Long ignored -> JAVA_LONG;
                        case Float ignored -> JAVA_FLOAT;
                        default -> ADDRESS;
                    };
        }
        try {
            return LIBRARY.function(function, result, parameters).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw NativeLibrary.failed(e);
        }
    }
}
