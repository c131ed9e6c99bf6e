// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import java.util.Optional;
import java.util.Set;

/** The names that records have in a journal's lines. They are a format: none is ever changed. */
final class RecordType {
    static final String OPENED = "opened";
    static final String LIMIT = "limit";
    static final String PAUSED = "paused";
    static final String RESUMED = "resumed";
    static final String ADMITTED = "admitted";
    static final String SUBMITTING = "submitting";
    static final String SUBMITTED = "submitted";
    static final String REJECTED = "rejected";
    static final String AMBIGUOUS = "ambiguous";
    static final String RESOLVED = "resolved";
    static final String GENERATED = "generated";
    static final String DOWNLOADED = "downloaded";
    static final String ENDED = "ended";

    static final String ADOPTED = "adopted";
    static final String ABSENT = "absent";
    static final String BY_HAND = "by_hand";

    private static final Set<String> KNOWN = Set.of(OPENED, LIMIT, PAUSED, RESUMED, ADMITTED, SUBMITTING, SUBMITTED,
            REJECTED, AMBIGUOUS, RESOLVED, GENERATED, DOWNLOADED, ENDED);

    private RecordType() {}

    static boolean isKnown(String type) {
        return KNOWN.contains(type);
    }

    static String of(Cause cause) {
        return switch (cause) {
            case REFUSED -> "refused";
            case NOT_SENT -> "not_sent";
            case QUOTA -> "quota";
        };
    }

    static Optional<Cause> cause(String name) {
        for (Cause cause : Cause.values()) {
            if (of(cause).equals(name)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
