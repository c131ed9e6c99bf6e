// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Intents of which it is not known whether they are in the database, because the connection was lost before the answer came. Nothing
 * was sent for them. Thread-safe, as long as the records of one job come from one thread at a time.
 */
final class Unanswered {
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    private record Open(UUID id, Submitting intent) {
        boolean is(Submitting other) {
            return intent.step().equals(other.step()) && intent.attempt() == other.attempt();
        }
    }

    /** The same attempt, tried again, is the same record: a worker must not be refused its own intent. */
    Waiting waiting(Submitting intent) {
        Open known = open.get(intent.job());
        return known != null && known.is(intent) ? Waiting.of(known.id(), intent) : Waiting.of(intent);
    }

    void add(Waiting waiting, Submitting intent) {
        open.put(intent.job(), new Open(waiting.id(), intent));
    }

    void answered(Submitting intent) {
        open.remove(intent.job());
    }

    /**
     * What must be written before another record of that job: nothing was sent for an intent that the worker has not come back to, and
     * it must not look as if it had been.
     */
    Optional<Waiting> givenUp(JobRecord next) {
        Open known = open.remove(next.job());
        return known == null
                ? Optional.empty()
                : Optional.of(Waiting.following(known.id(),
                        new Rejected(next.job(), next.time(), known.intent().step(), known.intent().attempt(),
                                Rejected.Cause.NOT_SENT, "the database went away while the intent was written")));
    }
}
