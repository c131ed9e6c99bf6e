package dev.veo3.batch.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a YAML or JSON document into values with places. An alias stands for the very value of its anchor, which is shared
 * and not copied, so a document cannot grow by naming itself; a merge key ({@code <<}) fills in what a table lacks.
 */
final class ValueReader {
    // The parser's own limit of 3 MB is about 19,000 jobs.
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .loadSettings(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build()).build();
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MERGE = "<<";
    // Manifests are four levels deep; a document that nests without end must not exhaust the stack.
    private static final int DEEPEST = 64;

    private final JsonParser parser;
    private final String source;
    private final Consumer<Problem> problems;
    private final Map<String, Value> anchors = new HashMap<>();

    private ValueReader(JsonParser parser, String source, Consumer<Problem> problems) {
        this.parser = parser;
        this.source = source;
        this.problems = problems;
    }

    /**
     * The document's value; empty when the document is.
     *
     * @throws tools.jackson.core.JacksonException when the text is no YAML or JSON
     */
    static Optional<Value> read(String text, boolean json, String source, Consumer<Problem> problems) {
        try (JsonParser parser = json
                ? JSON.createParser(ObjectReadContext.empty(), text)
                : YAML.createParser(ObjectReadContext.empty(), text)) {
            ValueReader reader = new ValueReader(parser, source, problems);
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Value value = reader.value(0);
            if (parser.nextToken() != null) {
                reader.report(reader.position(), "a second document begins here", "Keep one document in a file");
            }
            return Optional.of(value);
        }
    }

    private Value value(int depth) {
        SourcePosition position = position();
        String anchor = anchor();
        JsonToken token = parser.currentToken();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return alias(parser.getString(), position);
        }
        Value value = switch (token) {
            case START_OBJECT -> mapping(position, depth);
            case START_ARRAY -> sequence(position, depth);
            case VALUE_NUMBER_INT -> new Value.Scalar(parser.getString(), Value.Kind.INTEGER, position);
            case VALUE_NUMBER_FLOAT -> new Value.Scalar(parser.getString(), Value.Kind.DECIMAL, position);
            case VALUE_TRUE -> new Value.Scalar("true", Value.Kind.BOOLEAN, position);
            case VALUE_FALSE -> new Value.Scalar("false", Value.Kind.BOOLEAN, position);
            case VALUE_NULL -> new Value.Scalar("", Value.Kind.NULL, position);
            default -> new Value.Scalar(parser.getString(), Value.Kind.TEXT, position);
        };
        if (anchor != null) {
            anchors.put(anchor, value);
        }
        return value;
    }

    private @Nullable String anchor() {
        return parser.getObjectId() instanceof String id ? id : null;
    }

    private Value alias(String name, SourcePosition position) {
        Value value = anchors.get(name);
        if (value == null) {
            report(position, "*" + name + " names no anchor before it", "Write &" + name + " where the value stands");
            return new Value.Scalar("", Value.Kind.NULL, position);
        }
        return value;
    }

    private Value sequence(SourcePosition position, int depth) {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(deeper(depth));
        }
        return new Value.Sequence(items, position);
    }

    private Value mapping(SourcePosition position, int depth) {
        Map<String, Value> entries = new LinkedHashMap<>();
        List<Value> merged = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            SourcePosition at = position();
            parser.nextToken();
            Value value = deeper(depth);
            if (key.equals(MERGE)) {
                merged.add(value);
            } else if (entries.putIfAbsent(key, value) != null) {
                report(at, "the key \"" + key + "\" stands twice", "Keep one of the two");
            }
        }
        merged.forEach(value -> merge(value, entries));
        return new Value.Mapping(entries, position);
    }

    private void merge(Value from, Map<String, Value> into) {
        switch (from) {
            case Value.Mapping mapping -> mapping.entries().forEach(into::putIfAbsent);
            case Value.Sequence sequence -> sequence.items().forEach(item -> merge(item, into));
            case Value.Scalar scalar -> report(scalar.position(), "\"<<\" merges a table of keys, not "
                    + scalar.describe(), "Name the anchor of a table");
        }
    }

    private Value deeper(int depth) {
        if (depth >= DEEPEST) {
            throw new NestedTooDeeply(position());
        }
        return value(depth + 1);
    }

    private SourcePosition position() {
        return position(parser.currentTokenLocation());
    }

    static SourcePosition position(@Nullable TokenStreamLocation at) {
        return at == null
                ? SourcePosition.NONE
                : new SourcePosition(Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()));
    }

    private void report(SourcePosition position, String message, String remedy) {
        problems.accept(new Problem(source, position, Optional.empty(), message, remedy));
    }

    /** The document nests deeper than any manifest does. */
    static final class NestedTooDeeply extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SourcePosition position;

        NestedTooDeeply(SourcePosition position) {
            super("The document nests too deeply");
            this.position = position;
        }

        SourcePosition position() {
            return position;
        }
    }
}
