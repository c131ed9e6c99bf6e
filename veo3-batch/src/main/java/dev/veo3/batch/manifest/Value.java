// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a manifest as it was written, with its place. Immutable.
 *
 * @since 1.0
 */
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
        private static final Pattern TIME = Pattern
                .compile("(?:([0-9]{1,5})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s?)?");
        private static final List<Duration> UNITS = List.of(Duration.ofDays(1), Duration.ofHours(1),
                Duration.ofMinutes(1), Duration.ofSeconds(1));

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

        /** The whole number that it says; empty when it says something else, or more than an {@code int} holds. */
        public OptionalInt whole() {
            if (!text.matches("[+-]?[0-9]{1,10}")) {
                return OptionalInt.empty();
            }
            long number = Long.parseLong(text);
            return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
        }

        /**
         * The time that it says: a number of seconds, or numbers with the units {@code d}, {@code h}, {@code m} and {@code s}
         * from the largest to the smallest, for example {@code 90m} or {@code 1h30m}; empty when it says something else.
         */
        public Optional<Duration> time() {
            Matcher matcher = TIME.matcher(text.strip());
            if (!matcher.matches() || text.isBlank()) {
                return Optional.empty();
            }
            Duration time = Duration.ZERO;
            for (int unit = 1; unit <= UNITS.size(); unit++) {
                String number = matcher.group(unit);
                time = time.plus(UNITS.get(unit - 1).multipliedBy(number == null ? 0 : Long.parseLong(number)));
            }
            return Optional.of(time);
        }

        /** The amount of dollars that it says, for example {@code 25}, {@code 2.50} or {@code $2.50}; empty otherwise. */
        public Optional<Usd> dollars() {
            String number = text.startsWith("$") ? text.substring(1) : text;
            return number.matches("[0-9]{1,12}(\\.[0-9]{1,6})?") ? Optional.of(Usd.of(number)) : Optional.empty();
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
            entries = SmallTable.copyOf(entries);
        }

        /** The value of that key; empty when the key is not there or has nothing behind it. */
        public Optional<Value> get(String key) {
            Value value = entries.get(key);
            return value == null || value.isNothing() ? Optional.empty() : Optional.of(value);
        }

        @Override
        public String describe() {
            return "a table of keys";
        }
    }
}
