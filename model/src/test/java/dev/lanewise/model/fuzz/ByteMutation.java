package dev.lanewise.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Changes bytes, headers in text, and chunks that have a checksum. */
final class ByteMutation {

    private static final byte[] EDGES = {0, 1, -1, 127, -128, 16, 64};
    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "3",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "1099511627776",
        "9223372036854775807",
        "99999999999999999999",
        "1e9",
        "0x10",
        ""
    };
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private ByteMutation() {}

    /** Some bytes replaced, removed, doubled or cut off. */
    static byte[] mutate(byte[] file, Random random) {
        byte[] bytes = file.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            if (bytes.length == 0) {
                return new byte[random.nextInt(9)];
            }
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    // A number of two or four bytes at its edge.
                    byte edge = EDGES[random.nextInt(EDGES.length)];
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(4));
                    Arrays.fill(bytes, at, end, edge);
                }
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> bytes = spliced(bytes, at, random.nextInt(9), new byte[] {});
                default -> {
                    int length = Math.min(random.nextInt(64), bytes.length - at);
                    byte[] part = Arrays.copyOfRange(bytes, at, at + length);
                    bytes = spliced(bytes, random.nextInt(bytes.length), 0, part);
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        int rest = Math.min(bytes.length, at + removed);
        byte[] result = Arrays.copyOf(bytes, at + inserted.length + bytes.length - rest);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, rest, result, at + inserted.length, bytes.length - rest);
        return result;
    }

    /**
     * The text of a header changed: a number by one at an edge, a piece removed, doubled or moved.
     * The length before it, little-endian, is right again.
     *
     * @param at where the length is, of so many bytes
     */
    static byte[] mutateHeader(byte[] file, int at, int lengthBytes, Random random) {
        int length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length |= (file[at + i] & 0xFF) << 8 * i;
        }
        int from = at + lengthBytes;
        String header = new String(file, from, length, StandardCharsets.ISO_8859_1);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            header = random.nextBoolean() ? number(header, random) : piece(header, random);
        }
        byte[] changed = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = spliced(file, from, length, changed);
        for (int i = 0; i < Math.min(4, lengthBytes); i++) {
            result[at + i] = (byte) (changed.length >> 8 * i);
        }
        return result;
    }

    private static String number(String header, Random random) {
        List<int[]> places = new ArrayList<>();
        for (Matcher m = NUMBER.matcher(header); m.find(); ) {
            places.add(new int[] {m.start(), m.end()});
        }
        if (places.isEmpty()) {
            return header;
        }
        int[] place = places.get(random.nextInt(places.size()));
        String other = NUMBERS[random.nextInt(NUMBERS.length)];
        return header.substring(0, place[0]) + other + header.substring(place[1]);
    }

    private static String piece(String header, Random random) {
        if (header.isEmpty()) {
            return "{}";
        }
        int from = random.nextInt(header.length());
        int to = Math.min(header.length(), from + random.nextInt(60));
        String piece = header.substring(from, to);
        String without = header.substring(0, from) + header.substring(to);
        int at = random.nextInt(without.length() + 1);
        return switch (random.nextInt(3)) {
            case 0 -> without;
            case 1 -> header.substring(0, from) + piece + header.substring(from);
            default -> without.substring(0, at) + piece + without.substring(at);
        };
    }

    /** A chunk of a PNG file changed; its checksum is right again. */
    static byte[] mutatePng(byte[] file, Random random) {
        byte[] bytes = file.clone();
        int target = random.nextInt(4);
        int at = 8;
        for (int i = 0; at + 12 <= bytes.length; i++) {
            int length =
                    (bytes[at] & 0xFF) << 24
                            | (bytes[at + 1] & 0xFF) << 16
                            | (bytes[at + 2] & 0xFF) << 8
                            | bytes[at + 3] & 0xFF;
            if (i == target && length > 0) {
                int place = at + 8 + random.nextInt(length);
                bytes[place] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xFF;
                CRC32 crc = new CRC32();
                crc.update(bytes, at + 4, length + 4);
                for (int k = 0; k < 4; k++) {
                    bytes[at + 8 + length + k] = (byte) (crc.getValue() >> 24 - 8 * k);
                }
            }
            at += 12 + length;
        }
        return bytes;
    }
}
