// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.batch.manifest.Value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON document into values with places. */
final class JsonReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final int linesBefore;
    private final Findings findings;

    private JsonReader(JsonParser parser, int linesBefore, Findings findings) {
        this.parser = parser;
        this.linesBefore = linesBefore;
        this.findings = findings;
    }

    /**
     * The document's value; empty when the text is.
     *
     * @throws UnreadableException when the text is no JSON, or nests without end
     */
    static Optional<Value> read(String text, Findings findings) {
        return read(JSON.createParser(ObjectReadContext.empty(), text), 0, findings);
    }

    /** The same for a line of JSON Lines, in UTF-8. */
    static Optional<Value> read(byte[] bytes, int from, int length, int line, Findings findings) {
        return read(JSON.createParser(ObjectReadContext.empty(), bytes, from, length), line - 1, findings);
    }

    private static Optional<Value> read(JsonParser source, int linesBefore, Findings findings) {
        try (JsonParser parser = source) {
            JsonReader reader = new JsonReader(parser, linesBefore, findings);
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Value value = reader.value(0);
            if (parser.nextToken() != null) {
                findings.report(reader.position(), "a second document begins here",
                        linesBefore == 0 ? "Keep one document in a file" : "Keep one job on a line");
            }
            return Optional.of(value);
        } catch (JacksonException e) {
            throw new UnreadableException(position(e.getLocation(), linesBefore),
                    JsonFault.describe(e));
        }
    }

    private Value value(int depth) {
        SourcePosition position = position();
        if (depth > UnreadableException.DEEPEST) {
            throw UnreadableException.nestsTooDeeply(position);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(position, depth);
            case START_ARRAY -> sequence(position, depth);
            case VALUE_NUMBER_INT -> new Value.Scalar(parser.getString(), Kind.INTEGER, position);
            case VALUE_NUMBER_FLOAT -> new Value.Scalar(parser.getString(), Kind.DECIMAL, position);
            case VALUE_TRUE, VALUE_FALSE -> new Value.Scalar(parser.getString(), Kind.BOOLEAN, position);
            case VALUE_NULL -> new Value.Scalar("", Kind.NULL, position);
            default -> new Value.Scalar(parser.getString(), Kind.TEXT, position);
        };
    }

    private Value sequence(SourcePosition position, int depth) {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Value.Sequence(items, position);
    }

    private Value mapping(SourcePosition position, int depth) {
        TableBuilder table = new TableBuilder(findings);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            SourcePosition at = position();
            parser.nextToken();
            table.put(key, at, value(depth + 1));
        }
        return table.build(position);
    }

    private SourcePosition position() {
        return position(parser.currentTokenLocation(), linesBefore);
    }

    // The parser's own limits are thrown without a place.
    private static SourcePosition position(@Nullable TokenStreamLocation at, int linesBefore) {
        return at == null || at.getLineNr() <= 0
                ? SourcePosition.NONE
                : new SourcePosition(linesBefore + at.getLineNr(), Math.max(1, at.getColumnNr()));
    }
}
