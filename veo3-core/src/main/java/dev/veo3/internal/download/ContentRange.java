// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.transport.Answer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file an answer holds (RFC 9110, 14.4).
 *
 * @param from the first one
 * @param to the last one
 * @param total of the whole file; empty when the answer does not say
 */
record ContentRange(long from, long to, OptionalLong total) {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

    /** The range of an answer; empty when it names none that makes sense. */
    static Optional<ContentRange> of(Answer answer) {
        Matcher matcher = RANGE.matcher(answer.header("Content-Range").orElse("").strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalLong total = matcher.group(3).equals("*")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(matcher.group(3)));
        ContentRange range = new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
                total);
        return range.from <= range.to && range.to < total.orElse(Long.MAX_VALUE)
                ? Optional.of(range)
                : Optional.empty();
    }

    /** The length of the whole file, as an answer tells it that has nothing of it. */
    static OptionalLong totalBehind(Answer answer) {
        Matcher matcher = UNSATISFIED.matcher(answer.header("Content-Range").orElse("").strip());
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
