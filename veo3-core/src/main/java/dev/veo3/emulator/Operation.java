package dev.veo3.emulator;

import dev.veo3.emulator.wire.StorageFolder;
import java.time.Instant;
import java.util.Optional;

/**
 * An accepted submission. Immutable: whether it is done is a question of the time.
 *
 * @param id its own part of the name
 * @param submission what was asked for
 * @param outcome how it ends
 * @param acceptedAt when it began
 * @param dueNanos the reading of the emulator's time source at which it is done
 * @param folder where its videos go, when they go to storage
 */
record Operation(String id, Submission submission, Outcome outcome, Instant acceptedAt, long dueNanos,
        Optional<StorageFolder> folder) {

    String name() {
        return submission.modelPath() + "/operations/" + id;
    }

    boolean done(long nanos) {
        return nanos - dueNanos >= 0;
    }

    /** How many videos there are to fetch. */
    int delivered() {
        return outcome instanceof Outcome.Videos videos ? videos.delivered() : 0;
    }

    Ledger.Entry entry(long nanos) {
        boolean done = done(nanos);
        int seconds = submission.request().seconds();
        // Nobody knows whether an operation that ended without a word was charged: the ledger assumes that it was.
        int charged = !done ? 0 : outcome instanceof Outcome.Nothing ? submission.request().samples() : delivered();
        return new Ledger.Entry(name(), submission.job(), submission.bodyHash(), submission.model(), acceptedAt,
                done ? outcome.state() : Ledger.State.RUNNING, seconds, submission.request().samples(),
                (long) charged * seconds);
    }
}
