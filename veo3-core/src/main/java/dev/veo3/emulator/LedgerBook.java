// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.operation.Outcome;
import dev.veo3.emulator.operation.Submission;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the ledger: an entry for each operation, and the sum of those that are forgotten. Thread-safe. */
final class LedgerBook {

    private final AtomicReference<Ledger.Forgotten> forgotten = new AtomicReference<>(Ledger.Forgotten.NOTHING);

    /** An operation is done and will not be remembered. */
    void forget(Operation operation) {
        Ledger.Entry entry = entry(operation, true);
        forgotten.updateAndGet(sum -> sum.and(entry));
    }

    Ledger.Forgotten forgotten() {
        return forgotten.get();
    }

    static List<Ledger.Entry> entries(Operations operations) {
        return operations.all().stream().map(operation -> entry(operation, operations.done(operation))).toList();
    }

    private static Ledger.Entry entry(Operation operation, boolean done) {
        Submission submission = operation.submission();
        BigDecimal billed = BigDecimal.valueOf(done ? billedVideos(operation) : 0);
        return new Ledger.Entry(operation.name(), submission.job(), submission.bodyHash(), operation.attempt(),
                submission.model().id(), operation.acceptedAt(), state(operation, done), submission.order().seconds(),
                submission.order().samples(), billed.multiply(submission.order().seconds()),
                submission.cost().map(billed::multiply));
    }

    /** Nobody knows whether an operation that ended without a word was charged: the ledger assumes that it was. */
    private static int billedVideos(Operation operation) {
        return operation.outcome() instanceof Outcome.Nothing && !operation.cancelled()
                ? operation.submission().order().samples()
                : operation.delivered();
    }

    private static Ledger.State state(Operation operation, boolean done) {
        if (operation.cancelled()) {
            return Ledger.State.CANCELLED;
        }
        if (!done) {
            return Ledger.State.RUNNING;
        }
        return switch (operation.outcome()) {
            case Outcome.Videos videos -> videos.withheld() == 0
                    ? Ledger.State.SUCCEEDED
                    : videos.refused() ? Ledger.State.FILTERED : Ledger.State.PARTLY_FILTERED;
            case Outcome.Nothing nothing -> Ledger.State.EMPTY;
            case Outcome.Failure failure -> Ledger.State.FAILED;
        };
    }
}
