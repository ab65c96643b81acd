package dev.lanewise.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts as JSON has them between quotation marks. */
final class JsonText {

    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private JsonText() {}

    /**
     * @param bytes UTF-8, possibly with escapes
     * @throws IllegalArgumentException if they are neither
     */
    static String decode(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("expected a text in UTF-8", e);
        }
        if (text.indexOf('\\') < 0) {
            return text;
        }
        String meant = unescaped(text);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(meant)) {
            throw new IllegalArgumentException("expected surrogates in pairs");
        }
        return meant;
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                out.append(text.charAt(i));
                continue;
            }
            char kind = ++i < text.length() ? text.charAt(i) : 0;
            int known = ESCAPED.indexOf(kind);
            if (kind == 'u' && i + 4 < text.length()) {
                out.append((char) hexadecimal(text.substring(i + 1, i + 5)));
                i += 4;
            } else if (known >= 0) {
                out.append(MEANT.charAt(known));
            } else {
                throw new IllegalArgumentException("expected an escape that JSON has");
            }
        }
        return out.toString();
    }

    private static int hexadecimal(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("expected four hexadecimal digits");
            }
            value = 16 * value + digit;
        }
        return value;
    }

    /** The text between quotation marks. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = MEANT.indexOf(c);
            if (known >= 0 && c != '/') {
                out.append('\\').append(ESCAPED.charAt(known));
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
