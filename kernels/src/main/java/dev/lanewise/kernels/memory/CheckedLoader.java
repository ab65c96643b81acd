package dev.lanewise.kernels.memory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;

/**
 * Loads the kernels a second time with every access to memory turned into one of {@link
 * CheckedMemory}: the kernels themselves stay as they are and cost nothing where nobody asks for
 * checks.
 */
public final class CheckedLoader extends ClassLoader {

    private static final String KERNELS = "dev.lanewise.kernels.";
    private static final List<String> PACKAGES =
            List.of(KERNELS + "vector.", KERNELS + "reference.", KERNELS + "memory.");
    private static final ClassDesc CHECKED = CheckedMemory.class.describeConstable().orElseThrow();

    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String FLOATS = "jdk/incubator/vector/FloatVector";
    private static final String INTS = "jdk/incubator/vector/IntVector";
    private static final Set<String> SEGMENT_METHODS = Set.of("get", "set", "copy", "address");
    private static final Set<String> VECTOR_METHODS =
            Set.of("fromMemorySegment", "intoMemorySegment");

    static {
        registerAsParallelCapable();
    }

    /** A loader on top of the one that has the library. */
    public CheckedLoader() {
        super(CheckedMemory.class.getClassLoader());
        // To itself, the loader's classes are no part of this module.
        CheckedMemory.class
                .getModule()
                .addExports(CheckedMemory.class.getPackageName(), getUnnamedModule());
    }

    private static boolean isOurs(String name) {
        return PACKAGES.stream().anyMatch(name::startsWith)
                && !name.equals(CheckedMemory.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOurs(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = "/" + name.replace('.', '/') + ".class";
        try (InputStream stream = CheckedMemory.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] checked = checked(stream.readAllBytes());
            return defineClass(name, checked, 0, checked.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] checked(byte[] bytes) {
        ClassFile file =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(this)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
        return file.transformClass(
                file.parse(bytes), ClassTransform.transformingMethodBodies(CheckedLoader::rewrite));
    }

    private static void rewrite(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call && isAccess(call)) {
            MethodTypeDesc type = call.typeSymbol();
            if (call.opcode() != Opcode.INVOKESTATIC) {
                type = type.insertParameterTypes(0, call.owner().asSymbol());
            }
            String name = call.name().stringValue();
            boolean ints = call.owner().name().equalsString(INTS);
            code.invokestatic(
                    CHECKED,
                    ints && name.startsWith("from") ? "intsFromMemorySegment" : name,
                    type);
        } else {
            code.with(element);
        }
    }

    private static boolean isAccess(InvokeInstruction call) {
        String name = call.name().stringValue();
        return switch (call.owner().name().stringValue()) {
            case SEGMENT -> SEGMENT_METHODS.contains(name);
            case FLOATS, INTS -> VECTOR_METHODS.contains(name);
            default -> false;
        };
    }
}
