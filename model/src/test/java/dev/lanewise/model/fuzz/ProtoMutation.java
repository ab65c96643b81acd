package dev.lanewise.model.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Changes a protobuf message as a message: fields are removed, doubled, moved, renumbered or given
 * other values anywhere in the tree, and all lengths around are right again.
 */
final class ProtoMutation {

    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        127,
        65535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private ProtoMutation() {}

    /** A field; {@code children} if its bytes look like a message. */
    private static final class Field {
        int number;
        int wire;
        long value;
        byte[] bytes = {};
        List<Field> children = new ArrayList<>();
    }

    static byte[] mutate(byte[] file, Random random) {
        List<Field> fields = parse(file, 0, file.length, 0);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<List<Field>> lists = new ArrayList<>();
            collect(fields, lists);
            change(lists.get(random.nextInt(lists.size())), lists, random);
        }
        return bytes(fields);
    }

    private static void collect(List<Field> fields, List<List<Field>> lists) {
        if (!fields.isEmpty()) {
            lists.add(fields);
        }
        fields.forEach(field -> collect(field.children, lists));
        if (lists.isEmpty()) {
            lists.add(fields);
        }
    }

    private static void change(List<Field> fields, List<List<Field>> lists, Random random) {
        if (fields.isEmpty()) {
            return;
        }
        int i = random.nextInt(fields.size());
        Field field = fields.get(i);
        List<Field> others = lists.get(random.nextInt(lists.size()));
        switch (random.nextInt(7)) {
            case 0 -> fields.remove(i);
            case 1 -> fields.add(random.nextInt(fields.size() + 1), field);
            case 2 -> field.number = 1 + random.nextInt(26);
            case 3 -> {
                if (!others.isEmpty()) {
                    Field other = others.get(random.nextInt(others.size()));
                    // Not into itself: the tree must stay one.
                    Field copy = new Field();
                    copy.number = field.number;
                    copy.wire = other.wire;
                    copy.value = other.value;
                    copy.bytes = other.children.isEmpty() ? other.bytes : bytes(other.children);
                    fields.set(i, copy);
                }
            }
            default -> {
                field.value = EDGES[random.nextInt(EDGES.length)];
                if (field.wire == 2 && field.children.isEmpty()) {
                    field.bytes = ByteMutation.mutate(field.bytes, random);
                }
            }
        }
    }

    private static List<Field> parse(byte[] file, int from, int to, int depth) {
        List<Field> fields = new ArrayList<>();
        int[] at = {from};
        while (at[0] < to) {
            Field field = new Field();
            long tag = varint(file, at, to);
            field.number = (int) (tag >>> 3);
            field.wire = (int) (tag & 7);
            if (tag <= 0 || field.number == 0) {
                return new ArrayList<>();
            }
            switch (field.wire) {
                case 0 -> field.value = varint(file, at, to);
                case 1, 5 -> {
                    int size = field.wire == 1 ? 8 : 4;
                    for (int i = 0; i < size && at[0] + i < to; i++) {
                        field.value |= (file[at[0] + i] & 0xFFL) << 8 * i;
                    }
                    at[0] += size;
                }
                case 2 -> {
                    long length = varint(file, at, to);
                    if (length < 0 || length > to - at[0]) {
                        return new ArrayList<>();
                    }
                    int end = at[0] + (int) length;
                    field.bytes = java.util.Arrays.copyOfRange(file, at[0], end);
                    if (depth < 12 && length > 1) {
                        field.children = parse(file, at[0], end, depth + 1);
                    }
                    at[0] = end;
                }
                default -> {
                    return new ArrayList<>();
                }
            }
            if (at[0] > to) {
                return new ArrayList<>();
            }
            fields.add(field);
        }
        return fields;
    }

    private static long varint(byte[] file, int[] at, int to) {
        long value = 0;
        for (int shift = 0; shift < 64 && at[0] < to; shift += 7) {
            byte next = file[at[0]++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        // Cut off: no message.
        at[0] = to + 1;
        return -1;
    }

    private static byte[] bytes(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            put(out, (long) field.number << 3 | field.wire);
            switch (field.wire) {
                case 0 -> put(out, field.value);
                case 1, 5 -> {
                    for (int i = 0; i < (field.wire == 1 ? 8 : 4); i++) {
                        out.write((int) (field.value >> 8 * i));
                    }
                }
                default -> {
                    byte[] content = field.children.isEmpty() ? field.bytes : bytes(field.children);
                    put(out, content.length);
                    out.writeBytes(content);
                }
            }
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
