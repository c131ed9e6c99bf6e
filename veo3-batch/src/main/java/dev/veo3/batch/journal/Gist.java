// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a line to find it again when it is needed. Of a journal's lines most never are: a step on the way is
 * repeated by the line of the job's end, and of an end nothing is asked but where it is.
 */
sealed interface Gist {
    /** Of a line that must be read. */
    Gist OTHER = new Other();

    /** The line tells everything about the job: its end, or, when nothing else is recorded of the job, that it was taken up. */
    record Whole(String job, JobState state) implements Gist {}

    /** A step of the job on its way. */
    record Step(String job) implements Gist {}

    /** Something else. */
    record Other() implements Gist {}

    /**
     * Reads no more of a line than is needed.
     *
     * @param start where the fields begin, the first of which has a comma in front
     * @throws JsonScanner.UnexpectedException when so far they are not those of a record
     */
    static Gist of(byte[] bytes, int start, int end) {
        JsonScanner scanner = new JsonScanner(bytes, start, end);
        @Nullable
        String type = null;
        @Nullable
        String job = null;
        @Nullable
        String spec = null;
        @Nullable
        String outcome = null;
        while (!scanner.isAtEnd()) {
            scanner.enter(',');
            switch (scanner.name()) {
                case "type" -> {
                    type = scanner.word();
                    if (!isSkimmed(type)) {
                        return OTHER;
                    }
                }
                case "job" -> job = scanner.text();
                case "spec" -> spec = scanner.text();
                case "outcome" -> outcome = scanner.word();
                case "was" -> {
                    return job == null || type == null || outcome == null
                            ? OTHER
                            : new Whole(job, new JobState(Phase.ENDED, Optional.of(outcome), spec(scanner)));
                }
                default -> scanner.skip();
            }
            if (type == null || job == null || type.equals(RecordType.ENDED)) {
                continue;
            }
            if (!type.equals(RecordType.ADMITTED)) {
                return new Step(job);
            }
            if (spec != null) {
                return new Whole(job, new JobState(Phase.ADMITTED, Optional.empty(), Fingerprint.of(spec)));
            }
        }
        return OTHER;
    }

    /** What a rejection's cause and a verdict mean decides whether something is paid again: these are read at once, whatever follows. */
    private static boolean isSkimmed(String type) {
        return switch (type) {
            case RecordType.SUBMITTING, RecordType.SUBMITTED, RecordType.GENERATED, RecordType.DOWNLOADED,
                    RecordType.AMBIGUOUS, RecordType.ADMITTED, RecordType.ENDED ->
                true;
            default -> false;
        };
    }

    private static long spec(JsonScanner scanner) {
        scanner.enter('{');
        for (String name = scanner.field(); name != null; name = scanner.field()) {
            if (name.equals("spec")) {
                return Fingerprint.of(scanner.text());
            }
            scanner.skip();
        }
        return Fingerprint.NONE;
    }
}
