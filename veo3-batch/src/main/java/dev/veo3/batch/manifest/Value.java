package dev.veo3.batch.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a manifest as it was written, with its place. Immutable. */
public sealed interface Value {

    /** Where it begins. */
    SourcePosition position();

    /** What it is, for a message. */
    String describe();

    /** What kind of scalar was written. */
    enum Kind {
        /** Words, quoted or not. */
        TEXT,
        /** A number without a fraction. */
        INTEGER,
        /** A number with a fraction. */
        DECIMAL,
        /** True or false. */
        BOOLEAN,
        /** Nothing. */
        NULL
    }

    /**
     * A single value.
     *
     * @param text as written; empty for {@link Kind#NULL}
     */
    record Scalar(String text, Kind kind, SourcePosition position) implements Value {

        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> "the text \"" + text + "\"";
                case INTEGER, DECIMAL -> "the number " + text;
                case BOOLEAN -> text;
                case NULL -> "nothing";
            };
        }
    }

    /** A list. */
    record Sequence(List<Value> items, SourcePosition position) implements Value {

        /** Copies the list. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A table of keys, in the order in which they were written. */
    record Mapping(Map<String, Value> entries, SourcePosition position) implements Value {

        /** Copies the table and keeps its order. */
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of that key; empty when the key is not there or has nothing behind it. */
        public Optional<Value> get(String key) {
            return Optional.ofNullable(entries.get(key))
                    .filter(value -> !(value instanceof Scalar scalar && scalar.kind() == Kind.NULL));
        }

        @Override
        public String describe() {
            return "a table of keys";
        }
    }
}
