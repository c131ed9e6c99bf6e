// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.event.JobOutcome;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job stands, as far as that is known without a look at the disk.
 *
 * @param outcome how it ended, when it has
 * @param spec a fingerprint of the spec hash with which it was taken up last; 0 when it never was
 * @since 1.0
 */
public record JobState(Phase phase, Optional<String> outcome, long spec) {

    /** The state of a job that the journal does not know. */
    public static final JobState NEW = new JobState(Phase.NEW, Optional.empty(), Fingerprint.NONE);

    /** Without a video, and all that is to be said of the job. */
    private static final Set<String> SETTLED_WITHOUT_VIDEO = Set.of("filtered", "failed", "empty");

    /** What matters for what may be done next. */
    public enum Phase {
        /** The journal does not know the job. */
        NEW,
        /** The job was taken up, and none of its steps has happened or may have. */
        ADMITTED,
        /** The intent of a step is the last that is known: after a crash, nobody knows whether it has happened. */
        SUBMITTING,
        /** It was recorded that nobody knows whether a step has happened. */
        AMBIGUOUS,
        /** A step has happened, and none is in doubt. */
        SUBMITTED,
        /** The job came to rest. */
        ENDED
    }

    /** Whether the job ended so that it is not run again unless somebody asks for it, or its video is gone. */
    public boolean isSettled() {
        return outcome.filter(end -> JobOutcome.hasVideo(end) || SETTLED_WITHOUT_VIDEO.contains(end)).isPresent();
    }

    /** Whether the job was taken up with this spec hash. */
    public boolean isOf(String specHash) {
        return spec == Fingerprint.of(specHash);
    }
}
