// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.model.Usd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is at stake while a job runs: its money, its place at the service, and whether its fate is known. */
final class Stake {
    /** No moment. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private @Nullable JobOutcome ambiguous;
    private @Nullable JobOutcome left;
    private Budget.@Nullable Reservation reservation;
    private Usd due = Usd.ZERO;
    private long lastSent;
    private boolean atService;
    private long submitting = UNKNOWN;
    private long generating = UNKNOWN;
    private boolean generationWhole;
    /** Whether the service has begun in this run, and has not said yet that it is done. */
    private boolean timed;

    /** How the job ends because nobody knows what became of a step; null while everything is known. */
    @Nullable
    JobOutcome ambiguous() {
        return ambiguous;
    }

    void ambiguous(JobOutcome outcome) {
        ambiguous = outcome;
    }

    /** How the job ends here because it is another worker's; null while it is this one's. */
    @Nullable
    JobOutcome left() {
        return left;
    }

    void left(JobOutcome outcome) {
        left = outcome;
    }

    /** What is reserved for the attempt that is being made; null when nothing is. */
    Budget.@Nullable Reservation reservation() {
        return reservation;
    }

    void reserved(Budget.@Nullable Reservation amount) {
        reservation = amount;
    }

    /** The price is due from now on: whether that is news. */
    boolean isDue(Optional<Usd> price) {
        boolean news = due.equals(Usd.ZERO) && price.isPresent();
        if (news) {
            due = price.get();
        }
        return news;
    }

    /** What is due while the job runs. */
    Usd due() {
        return due;
    }

    /** A request is about to leave, in elapsed nanoseconds. */
    void sent(long nanos) {
        lastSent = nanos;
    }

    /** When the last request left, in elapsed nanoseconds. */
    long lastSent() {
        return lastSent;
    }

    /** The service is at work on the job, or may be. */
    void atService() {
        atService = true;
    }

    /** The service has taken the request that left last: from then on it is at work. */
    void begun() {
        timed = true;
    }

    /** The service is done: whether it is known how long that took, since the last request left. */
    boolean takeTimed() {
        boolean was = timed;
        timed = false;
        return was;
    }

    /** The submission is ready, in elapsed nanoseconds; the first attempt counts. */
    void submitting(long now) {
        if (submitting == UNKNOWN) {
            submitting = now;
        }
    }

    /** The service has taken it, in elapsed nanoseconds; how long that took since it was ready. */
    long taken(long now) {
        long took = now - submitting;
        submitting = UNKNOWN;
        generating = now;
        generationWhole = true;
        return took;
    }

    /** The service has been at work on it for a while already, in elapsed nanoseconds. */
    void goesOn(long now) {
        generating = now;
        generationWhole = false;
    }

    /** The service is done: writes down how long that took, once. */
    void generated(long now, Tally.Sheet sheet) {
        if (generating != UNKNOWN) {
            sheet.spent(Activity.GENERATING, now - generating);
            if (generationWhole) {
                sheet.took(Phase.GENERATE, now - generating);
            }
            generating = UNKNOWN;
        }
    }

    boolean isAtService() {
        return atService;
    }

    /** The service is not at work on the job any more: whether it was. */
    boolean leaveService() {
        boolean was = atService;
        atService = false;
        timed = false;
        return was;
    }
}
