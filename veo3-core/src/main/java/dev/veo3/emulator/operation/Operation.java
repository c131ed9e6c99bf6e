// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.wire.StorageFolder;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An accepted submission. Whether it is done is a question of the time, unless it was cancelled. Thread-safe. */
public final class Operation {

    private final String id;
    private final Submission submission;
    private final Outcome outcome;
    private final int attempt;
    private final Instant acceptedAt;
    private final long dueNanos;
    private final Optional<StorageFolder> folder;
    private final AtomicInteger deletedFiles = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean deleted;

    Operation(String id, Submission submission, Outcome outcome, int attempt, Instant acceptedAt, long dueNanos,
            Optional<StorageFolder> folder) {
        this.id = id;
        this.submission = submission;
        this.outcome = outcome;
        this.attempt = attempt;
        this.acceptedAt = acceptedAt;
        this.dueNanos = dueNanos;
        this.folder = folder;
    }

    /** Its own part of the name: 36 characters. */
    public String id() {
        return id;
    }

    /** The whole name. */
    public String name() {
        return submission.namePrefix() + id;
    }

    /** What was asked for. */
    public Submission submission() {
        return submission;
    }

    /** How it ends, unless it is cancelled. */
    public Outcome outcome() {
        return outcome;
    }

    /** How many submissions of its job have been accepted, with this one. */
    public int attempt() {
        return attempt;
    }

    /** When it began. */
    public Instant acceptedAt() {
        return acceptedAt;
    }

    /** Where its videos go, when they go to storage. */
    public Optional<StorageFolder> folder() {
        return folder;
    }

    /** How many videos there are to fetch once it is done. */
    public int delivered() {
        return outcome instanceof Outcome.Videos videos && !cancelled ? videos.delivered() : 0;
    }

    /** Whether it was ended before its time. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Whether its record was deleted. */
    public boolean deleted() {
        return deleted;
    }

    /** Forgets its record: it stays in the ledger only. */
    public void delete() {
        deleted = true;
    }

    /** Whether one of its files was deleted. */
    public boolean fileDeleted(int index) {
        return (deletedFiles.get() & 1 << index) != 0;
    }

    /** Forgets one of its files. */
    public void deleteFile(int index) {
        deletedFiles.updateAndGet(mask -> mask | 1 << index);
    }

    boolean done(long nanos) {
        return cancelled || nanos - dueNanos >= 0;
    }

    long dueNanos() {
        return dueNanos;
    }

    void cancel() {
        cancelled = true;
    }
}
