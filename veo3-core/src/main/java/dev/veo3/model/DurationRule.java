// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which lengths of video a model makes.
 *
 * @since 1.0
 */
public sealed interface DurationRule {

    /** Whether this length can be asked for. */
    boolean allows(Duration length);

    /** What is made when no length is asked for: the longest, as the service does. */
    Duration standard();

    /** The rule in words, for a message: for example {@code 4, 6 or 8 s}. */
    String describe();

    /** Only these whole seconds, in rising order. */
    record Exactly(List<Integer> seconds) implements DurationRule {

        /** At least one length. */
        public Exactly {
            seconds = seconds.stream().sorted().toList();
            if (seconds.isEmpty()) {
                throw new IllegalArgumentException("A model makes at least one length");
            }
        }

        @Override
        public boolean allows(Duration length) {
            return length.getNano() == 0 && seconds.contains((int) Math.min(length.getSeconds(), Integer.MAX_VALUE));
        }

        @Override
        public Duration standard() {
            return Duration.ofSeconds(seconds.getLast());
        }

        @Override
        public String describe() {
            String all = seconds.stream().map(String::valueOf).collect(Collectors.joining(", "));
            int comma = all.lastIndexOf(", ");
            return (comma < 0 ? all : all.substring(0, comma) + " or " + all.substring(comma + 2)) + " s";
        }
    }

    /** Everything between two lengths, both included. */
    record Between(Duration shortest, Duration longest) implements DurationRule {

        /** The shortest is not longer than the longest. */
        public Between {
            if (shortest.compareTo(longest) > 0) {
                throw new IllegalArgumentException(shortest + " is longer than " + longest);
            }
        }

        @Override
        public boolean allows(Duration length) {
            return length.compareTo(shortest) >= 0 && length.compareTo(longest) <= 0;
        }

        @Override
        public Duration standard() {
            return longest;
        }

        @Override
        public String describe() {
            return shortest.toSeconds() + " to " + longest.toSeconds() + " s";
        }
    }
}
