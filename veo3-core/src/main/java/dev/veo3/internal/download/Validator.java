// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.transport.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What tells one state of a file at the service from every other, so that two halves of different ones are never put together. Immutable.
 *
 * @param etag a strong entity tag, with its quotes; empty when there is none
 * @param generation of an object in Cloud Storage; empty when there is none
 */
record Validator(String etag, String generation) {
    private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]+\"");
    private static final Pattern GENERATION = Pattern.compile("\\d{1,19}");

    /** What is neither becomes nothing: it would go into a request. */
    Validator {
        etag = STRONG.matcher(etag).matches() ? etag : "";
        generation = GENERATION.matcher(generation).matches() ? generation : "";
    }

    /** What an answer says of the state of its file; empty when that would not tell it from another. */
    static Optional<Validator> of(Answer answer) {
        // A weak tag stands for files that are alike, not equal, and is none here.
        Validator validator = new Validator(answer.header("ETag").map(String::strip).orElse(""),
                answer.header("x-goog-generation").orElse(""));
        return Optional.of(validator).filter(Validator::tells);
    }

    /** Whether it tells a state from another. */
    boolean tells() {
        return !etag.isEmpty() || !generation.isEmpty();
    }

    /** Asks for what is behind so many bytes of this state, or for the whole of another. */
    Map<String, String> askBehind(long bytes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Range", "bytes=" + bytes + "-");
        if (!etag.isEmpty()) {
            headers.put("If-Range", etag);
        }
        return headers;
    }

    /** Whether an answer says that its file is in this state; one that says nothing does not. */
    boolean isThatOf(Answer answer) {
        return of(answer).filter(other -> other.etag.equals(etag) && other.generation.equals(generation)).isPresent();
    }
}
