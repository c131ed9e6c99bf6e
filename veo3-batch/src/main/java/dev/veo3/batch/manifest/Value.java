package dev.veo3.batch.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A piece of a manifest as it was written, with its place. Immutable. */
public sealed interface Value {

    /** Where it begins. */
    SourcePosition position();

    /** What it is, for a message. */
    String describe();

    /** Whether nothing was written, or {@code null}. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

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
        private static final int EXCERPT = 60;

        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> "the text \"" + excerpt() + "\"";
                case INTEGER, DECIMAL -> "the number " + excerpt();
                case BOOLEAN -> text;
                case NULL -> "nothing";
            };
        }

        /**
         * What it says as an answer to a question: {@code true} and {@code false}, and the words {@code yes}, {@code no},
         * {@code on} and {@code off} of older YAML, in any case; empty when it says something else.
         */
        public Optional<Boolean> truth() {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> Optional.of(true);
                case "false", "no", "off" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        private String excerpt() {
            return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
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
            return Optional.ofNullable(entries.get(key)).filter(value -> !value.isNothing());
        }

        @Override
        public String describe() {
            return "a table of keys";
        }
    }
}
