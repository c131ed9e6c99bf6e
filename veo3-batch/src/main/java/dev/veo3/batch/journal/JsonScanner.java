// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from bytes, value by value, in the order in which it stands there. Written by hand for the same reason as
 * {@link JsonLine}. For one thread.
 */
final class JsonScanner {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean isEscaped;

    JsonScanner(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        this.at = start;
    }

    /** The bytes are no JSON, or not what was expected here. */
    static final class UnexpectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnexpectedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Where the next value begins. */
    int position() {
        return at;
    }

    /** A second scanner that begins here. */
    JsonScanner from(int position) {
        return new JsonScanner(bytes, position, end);
    }

    /** Passes over the bracket that begins an object or a list, or the comma between two values. */
    void enter(char mark) {
        expect(mark);
    }

    /** The name of the next field, and its value comes next; null when the object is over. */
    @Nullable
    String field() {
        if (isOver('}')) {
            return null;
        }
        return name();
    }

    /** A field's name; its value comes next. */
    String name() {
        String name = word();
        expect(':');
        return name;
    }

    /** Whether nothing comes any more. */
    boolean isAtEnd() {
        return at >= end;
    }

    /** Whether another value of a list comes next; when not, the list is over. */
    boolean hasNext() {
        return !isOver(']');
    }

    private boolean isOver(char bracket) {
        int next = peek();
        if (next == ',') {
            at++;
            return false;
        }
        if (next == bracket) {
            at++;
            return true;
        }
        return false;
    }

    /** A text of which there are few. */
    String word() {
        int start = quoted();
        int close = close(start);
        String known = Words.find(bytes, start, close);
        at = close + 1;
        return known != null ? known : decoded(start, close);
    }

    /** A text. */
    String text() {
        int start = quoted();
        int close = close(start);
        at = close + 1;
        return decoded(start, close);
    }

    private int quoted() {
        expect('"');
        return at;
    }

    /** Where the text ends that begins here. Notes whether it is written as it is. */
    private int close(int start) {
        isEscaped = false;
        int i = ByteSearch.quoteOrBackslash(bytes, start, end);
        while (i < end && bytes[i] == '\\') {
            isEscaped = true;
            i = ByteSearch.quoteOrBackslash(bytes, i + 2, end);
        }
        if (i >= end) {
            throw unexpected("a text does not end");
        }
        return i;
    }

    /** The text that was closed last. */
    private String decoded(int start, int close) {
        return isEscaped
                ? unescaped(start, close)
                : new String(bytes, start, close - start, StandardCharsets.UTF_8);
    }

    private String unescaped(int start, int close) {
        StringBuilder text = new StringBuilder(close - start);
        int from = start;
        for (int i = start; i < close; i++) {
            if (bytes[i] == '\\') {
                text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                i++;
                text.append(escaped(i));
                i += bytes[i] == 'u' ? 4 : 0;
                from = i + 1;
            }
        }
        return text.append(new String(bytes, from, close - from, StandardCharsets.UTF_8)).toString();
    }

    private char escaped(int position) {
        return switch (bytes[position]) {
            case '"', '\\', '/' -> (char) bytes[position];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value = 0;
                for (int i = position + 1; i <= position + 4; i++) {
                    int digit = i < end ? Character.digit(bytes[i], 16) : -1;
                    if (digit < 0) {
                        throw unexpected("an escape is no character");
                    }
                    value = value << 4 | digit;
                }
                yield (char) value;
            }
            default -> throw unexpected("an escape is not known");
        };
    }

    /** A whole number. */
    long number() {
        boolean negative = peek() == '-';
        at += negative ? 1 : 0;
        int start = at;
        long number = 0;
        while (at < end && Decimal.isDigit(bytes[at])) {
            number = number * 10 + bytes[at++] - '0';
        }
        boolean isPart = at < end && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E');
        if (isPart || at == start || at - start > Decimal.MOST_DIGITS || number < 0) {
            throw unexpected("this is no whole number");
        }
        return negative ? -number : number;
    }

    /** A point in time. */
    Instant time() {
        expect('"');
        Instant time = at + 30 < end && bytes[at + 29] == 'Z' && bytes[at + 30] == '"' ? usual() : null;
        if (time != null) {
            at += 31;
            return time;
        }
        at--;
        String text = text();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw unexpected("this is no point in time");
        }
    }

    /** A time with nine decimals, as it is usually written; null when it is another text of that length. */
    private @Nullable Instant usual() {
        boolean isMarked = bytes[at + 4] == '-' && bytes[at + 7] == '-' && bytes[at + 10] == 'T'
                && bytes[at + 13] == ':'
                && bytes[at + 16] == ':' && bytes[at + 19] == '.';
        int year = digits(0, 4);
        int month = digits(5, 2);
        int day = digits(8, 2);
        int hour = digits(11, 2);
        int minute = digits(14, 2);
        int second = digits(17, 2);
        int nanos = digits(20, 9);
        boolean isTime = isMarked && (year | month | day | hour | minute | second | nanos) >= 0 && hour <= 23
                && minute <= 59 && second <= 59;
        try {
            return isTime
                    ? Instant.ofEpochSecond(LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600L
                            + minute * 60L + second, nanos)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A number of so many digits; a negative one when these are not all digits. */
    private int digits(int from, int count) {
        int number = 0;
        for (int i = at + from; i < at + from + count; i++) {
            if (!Decimal.isDigit(bytes[i])) {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** Passes over a value, whatever it is. */
    void skip() {
        int depth = 0;
        do {
            int next = peek();
            if (next == '"') {
                at = close(at + 1) + 1;
            } else if (next == '{' || next == '[') {
                depth++;
                at++;
            } else if (next == '}' || next == ']') {
                depth--;
                at++;
            } else if (depth > 0 && (next == ',' || next == ':')) {
                at++;
            } else {
                plain();
            }
        } while (depth > 0);
        if (depth < 0) {
            throw unexpected("a value is missing");
        }
    }

    /** Passes over a number, true, false or null. */
    private void plain() {
        int start = at;
        while (at < end && (Character.isLetterOrDigit(bytes[at]) || "+-.".indexOf(bytes[at]) >= 0)) {
            at++;
        }
        if (at == start) {
            throw unexpected("this is no value");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected("'" + c + "' is missing");
        }
        at++;
    }

    private int peek() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
        if (at >= end) {
            throw unexpected("it ends too early");
        }
        return bytes[at];
    }

    private static UnexpectedException unexpected(String what) {
        return new UnexpectedException(what);
    }
}
