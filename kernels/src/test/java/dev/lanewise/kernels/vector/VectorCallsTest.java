package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * C2 inlines the JDK's methods on vectors whatever it has counted, but ours only where it has seen
 * them called often. A short loop may become part of its caller before its calls have been counted;
 * those stay calls then, and their vectors objects, for as long as the JVM runs. So short methods
 * call no method of ours that takes or gives vectors.
 */
class VectorCallsTest {

    /** C2 inlines no longer ones (-XX:FreqInlineSize). */
    private static final int MOST_BYTES = 325;

    private static final String OURS = "dev/lanewise/";

    @Test
    void shortMethodsPassNoVectors() throws Exception {
        Path classes =
                Path.of(Lanes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(file -> file.toString().endsWith(".class")).toList();
        }
        List<String> found = new ArrayList<>();
        int calls = 0;
        for (Path file : files) {
            calls += calls(ClassFile.of().parse(file), found);
        }
        assertTrue(calls > 100, "long methods do pass vectors: " + calls);
        assertEquals(List.of(), found);
    }

    /** Adds what short methods pass to {@code found}; gives the number of all such calls. */
    private static int calls(ClassModel type, List<String> found) {
        int calls = 0;
        for (MethodModel method : type.methods()) {
            CodeAttribute code = method.findAttribute(Attributes.code()).orElse(null);
            if (code == null || method.methodName().equalsString("<clinit>")) {
                continue;
            }
            List<InvokeInstruction> passing =
                    method.code()
                            .orElseThrow()
                            .elementStream()
                            .filter(InvokeInstruction.class::isInstance)
                            .map(InvokeInstruction.class::cast)
                            .filter(VectorCallsTest::passesVectors)
                            .toList();
            calls += passing.size();
            if (code.codeLength() <= MOST_BYTES) {
                passing.forEach(call ->
                        found.add(
                                type.thisClass().asInternalName()
                                        + "."
                                        + method.methodName()
                                        + " calls "
                                        + call.name()));
            }
        }
        return calls;
    }

    private static boolean passesVectors(InvokeInstruction call) {
        return call.owner().asInternalName().startsWith(OURS)
                && call.type()
                        .stringValue()
                        .matches(".*Ljdk/incubator/vector/[A-Z][a-z]+Vector;.*");
    }
}
