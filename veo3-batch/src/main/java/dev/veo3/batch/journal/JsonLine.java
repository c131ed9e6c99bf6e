// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/**
 * JSON on one line, in bytes that grow. Written by hand: a record takes a fifth of a microsecond, and a generator of Jackson
 * costs that much before it has written anything. For one thread.
 */
final class JsonLine {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    JsonLine(int capacity) {
        bytes = new byte[capacity];
    }

    /** A field's name as it is written, with quotes and colon. */
    static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** What was written so far; the first {@link #size} bytes count. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    JsonLine field(byte[] name, String value) {
        name(name);
        return text(value);
    }

    JsonLine field(byte[] name, Optional<String> value) {
        return value.isPresent() ? field(name, value.get()) : this;
    }

    JsonLine field(byte[] name, long value) {
        name(name);
        room(20);
        if (value < 0) {
            // Nothing that is written is negative but by mistake; it is kept as it is.
            byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, size, digits.length);
            size += digits.length;
        } else {
            size = Decimal.put(bytes, size, value);
        }
        return this;
    }

    JsonLine field(byte[] name, Instant value) {
        name(name);
        return time(value);
    }

    /** Begins a value that is an object or a list, with its opening bracket. */
    JsonLine open(byte[] name, char bracket) {
        name(name);
        return raw(bracket);
    }

    /** Begins an object in a list. */
    JsonLine openItem() {
        comma();
        return raw('{');
    }

    JsonLine item(String value) {
        comma();
        return text(value);
    }

    JsonLine close(char bracket) {
        return raw(bracket);
    }

    private void name(byte[] name) {
        comma();
        room(name.length);
        System.arraycopy(name, 0, bytes, size, name.length);
        size += name.length;
    }

    private void comma() {
        if (size == 0 || (bytes[size - 1] != '{' && bytes[size - 1] != '[')) {
            raw(',');
        }
    }

    private JsonLine raw(char c) {
        room(1);
        bytes[size++] = (byte) c;
        return this;
    }

    private JsonLine text(String value) {
        // At the worst each character takes six bytes, and there are the quotes.
        room(Math.addExact(Math.multiplyExact(value.length(), 6), 2));
        bytes[size++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                if (c == '"' || c == '\\') {
                    bytes[size++] = '\\';
                }
                bytes[size++] = (byte) c;
            } else {
                i += other(value, i, c);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    /** Writes what is not plain ASCII; how many characters more than one it took. */
    private int other(String value, int at, char c) {
        if (c < ' ' || c == 0x7f || isHalf(value, at, c)) {
            escape(c);
            return 0;
        }
        if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | c >> 6);
        } else if (Character.isHighSurrogate(c)) {
            int point = Character.toCodePoint(c, value.charAt(at + 1));
            bytes[size++] = (byte) (0xf0 | point >> 18);
            bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
            bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
            bytes[size++] = (byte) (0x80 | (point & 0x3f));
            return 1;
        } else {
            bytes[size++] = (byte) (0xe0 | c >> 12);
            bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
        }
        bytes[size++] = (byte) (0x80 | (c & 0x3f));
        return 0;
    }

    /** Whether this is half a character, the other half of which is missing. */
    private static boolean isHalf(String value, int at, char c) {
        return Character.isHighSurrogate(c)
                ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
                : Character.isLowSurrogate(c);
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[c >> shift & 15];
        }
    }

    /** As {@link Instant#toString} writes it, but with nine decimals always. */
    private JsonLine time(Instant value) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(value.getEpochSecond(), value.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            return text(value.toString());
        }
        room(32);
        raw('"');
        digits(time.getYear(), 4, '-');
        digits(time.getMonthValue(), 2, '-');
        digits(time.getDayOfMonth(), 2, 'T');
        digits(time.getHour(), 2, ':');
        digits(time.getMinute(), 2, ':');
        digits(time.getSecond(), 2, '.');
        digits(time.getNano(), 9, 'Z');
        return raw('"');
    }

    private void digits(int number, int digits, char after) {
        size = Decimal.put(bytes, size, number, digits);
        bytes[size++] = (byte) after;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
