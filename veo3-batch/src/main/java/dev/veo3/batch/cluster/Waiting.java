// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A record on its way to the database.
 *
 * @param id by which it is there once, however often it is written
 * @param follows the record without which it means nothing, and is not written; empty when it is written in any case
 * @param takenUp what is written before it, if nothing is recorded of its job yet: that it is taken up
 * @param isLeft whether it says merely that a job was left as it stood
 */
record Waiting(UUID id, JournalRecord record, Optional<UUID> follows, Optional<Admitted> takenUp, boolean isLeft) {
    private static final int MOST_NAMED = 20;

    static Waiting of(JournalRecord record) {
        return of(UUID.randomUUID(), record);
    }

    /** One that may be there already. */
    static Waiting of(UUID id, JournalRecord record) {
        return new Waiting(id, record, Optional.empty(), Optional.empty(), false);
    }

    static Waiting following(UUID first, JournalRecord record) {
        return new Waiting(UUID.randomUUID(), record, Optional.of(first), Optional.empty(), false);
    }

    /** The end of a job that was left as it stood. */
    static Waiting left(Ended end) {
        return new Waiting(UUID.randomUUID(), end, Optional.empty(), Optional.empty(), true);
    }

    /** The same record, and before it that its job is taken up. */
    Waiting after(Optional<Admitted> taking) {
        return new Waiting(id, record, follows, taking, isLeft);
    }

    /** What is written before it, when this is recorded of its job. */
    Optional<Admitted> first(JobHistory before) {
        return before.state().phase() == JobState.Phase.NEW ? takenUp : Optional.empty();
    }

    /** What the service has taken, for a person to keep; empty when it tells of nothing that is paid. */
    Optional<String> paid() {
        return record instanceof StepRecord step
                ? step.knownResult().map(name -> "job " + step.job() + " (" + step.step() + ", attempt "
                        + step.attempt() + ") as " + name)
                : Optional.empty();
    }

    /** What is lost when these are never written, as the end of a sentence; empty when there are none. */
    static String unwritten(List<Waiting> lost) {
        if (lost.isEmpty()) {
            return "";
        }
        List<String> jobs = lost.stream().map(Waiting::record).filter(JobRecord.class::isInstance)
                .map(record -> ((JobRecord) record).job()).distinct().toList();
        List<String> paid = lost.stream().flatMap(record -> record.paid().stream()).toList();
        return ". Not written: " + lost.size() + (lost.size() == 1 ? " record" : " records")
                + some(" of the jobs ", jobs)
                + some(". The service has taken, and charges: ", paid)
                + ". The next run finds these jobs as they stood before: look at them before you let it submit anything again";
    }

    private static String some(String before, List<String> all) {
        return all.isEmpty()
                ? ""
                : all.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", before, ""))
                        + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "");
    }
}
