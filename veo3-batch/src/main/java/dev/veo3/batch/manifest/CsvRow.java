// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of one CSV record, by RFC 4180: commas between fields, quotes around a field that needs them. */
final class CsvRow {
    private static final char QUOTE = '"';

    private final String text;
    private final Findings findings;
    private final List<Field> fields = new ArrayList<>();
    private int line;
    private int lineStart;
    private int at;

    /** A field, without its quotes. */
    record Field(String text, SourcePosition position) {}

    private CsvRow(String text, int line, Findings findings) {
        this.text = text;
        this.line = line;
        this.findings = findings;
    }

    /** The fields of the record at which the reader stands; none when it is not text, which has been reported then. */
    static List<Field> parse(RecordReader record, Findings findings) {
        return parse(record.buffer(), record.from(), record.length(), record.position().line(), findings);
    }

    static List<Field> parse(byte[] bytes, int from, int length, int line, Findings findings) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
            return new CsvRow(text, line, findings).fields();
        } catch (CharacterCodingException e) {
            findings.report(new SourcePosition(line, 1), "the row is not text in UTF-8", "Save the file in UTF-8");
            return List.of();
        }
    }

    /** Reports a row that has more or fewer fields than the header. */
    static void checkLength(int header, int fields, SourcePosition position, Findings findings) {
        if (fields != header && fields > 0) {
            findings.report(position, "the row has " + fields + " fields, and the header " + header,
                    "Give it one for each column, and quote a field with a comma in it");
        }
    }

    private List<Field> fields() {
        do {
            field();
        } while (at++ < text.length());
        return fields;
    }

    /** Reads one field; stands behind it then, at a comma or at the end. */
    private void field() {
        SourcePosition position = new SourcePosition(line, at - lineStart + 1);
        if (at < text.length() && text.charAt(at) == QUOTE) {
            fields.add(new Field(quoted(position), position));
        } else {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            fields.add(new Field(text.substring(at, end), position));
            at = end;
        }
    }

    private String quoted(SourcePosition position) {
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf(QUOTE, at);
            if (quote < 0) {
                findings.report(position, "the quotes of this field are never closed", "Close them, or double a quote"
                        + " that belongs to the text");
                quote = text.length();
            }
            lines(at, quote);
            field.append(text, at, quote);
            at = Math.min(quote + 1, text.length());
            if (at < text.length() && text.charAt(at) == QUOTE) {
                field.append(QUOTE);
                at++;
            } else {
                rest(field);
                return field.toString();
            }
        }
    }

    private void lines(int from, int to) {
        for (int i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
    }

    /** What stands between the closing quote and the comma. */
    private void rest(StringBuilder field) {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        if (!text.substring(at, end).isBlank()) {
            findings.report(new SourcePosition(line, at - lineStart + 1), "there is text behind the closing quote",
                    "Double a quote that belongs to the text");
            field.append(text, at, end);
        }
        at = end;
    }
}
