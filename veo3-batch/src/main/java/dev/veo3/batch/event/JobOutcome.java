// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

import dev.veo3.video.FilterReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a job ended. A switch over it has no default: each case wants a decision of its own.
 *
 * @since 1.0
 */
public sealed interface JobOutcome {

    /** The name in results files, for example {@code partly_filtered}. */
    String name();

    /** Why there are not all the videos that were asked for; empty when there are. */
    Optional<String> reason();

    /** The files that were written. */
    default List<Path> files() {
        return List.of();
    }

    /** Whether there is a video. */
    default boolean isSuccess() {
        return false;
    }

    /** Whether the job was only left, because the run ended or another job did: nothing is said of the job itself, and a later run takes it up. */
    default boolean isLeft() {
        return switch (this) {
            case Unfinished u -> true;
            case Skipped s -> true;
            case Cancelled c -> true;
            case Succeeded s -> false;
            case PartlyFiltered p -> false;
            case Filtered f -> false;
            case Empty e -> false;
            case Failed f -> false;
            case Ambiguous a -> false;
        };
    }

    /** Whether an outcome of that name has a video; false when no outcome has this name. */
    static boolean hasVideo(String name) {
        return name.equals("succeeded") || name.equals("partly_filtered");
    }

    /**
     * The outcome of that name, as it was recorded.
     *
     * @param reason what {@link #reason} said
     * @return empty when no outcome has this name
     */
    static Optional<JobOutcome> of(String name, String reason, List<Path> files) {
        return Optional.ofNullable(switch (name) {
            case "succeeded" -> new Succeeded(files);
            case "partly_filtered" -> new PartlyFiltered(files, PartlyFiltered.reasonsIn(reason));
            case "filtered" -> new Filtered(Filtered.reasonsIn(reason));
            case "empty" -> new Empty();
            case "failed" -> new Failed(reason);
            case "ambiguous" -> new Ambiguous(reason);
            case "unfinished" -> new Unfinished(reason);
            case "skipped" -> new Skipped(reason);
            case "cancelled" -> new Cancelled(reason);
            default -> null;
        });
    }

    /** Every video that was asked for is in its place. */
    record Succeeded(List<Path> files) implements JobOutcome {

        /** Copies the list. */
        public Succeeded {
            files = List.copyOf(files);
        }

        @Override
        public String name() {
            return "succeeded";
        }

        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }

        @Override
        public boolean isSuccess() {
            return true;
        }
    }

    /** Some videos are in their places; a safety filter held the others back. */
    record PartlyFiltered(List<Path> files, List<FilterReason> reasons) implements JobOutcome {
        private static final String BEGINNING = "some videos were held back by a safety filter: ";

        /** Copies the lists. */
        public PartlyFiltered {
            files = List.copyOf(files);
            reasons = List.copyOf(reasons);
        }

        @Override
        public String name() {
            return "partly_filtered";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(BEGINNING + words(reasons));
        }

        /** The reasons in a sentence that {@link #reason} has made. */
        public static List<FilterReason> reasonsIn(String sentence) {
            return List.of(FilterReason
                    .of(sentence.startsWith(BEGINNING) ? sentence.substring(BEGINNING.length()) : sentence));
        }

        @Override
        public boolean isSuccess() {
            return true;
        }
    }

    /** A safety filter held every video back; the service does not charge for it. */
    record Filtered(List<FilterReason> reasons) implements JobOutcome {
        private static final String BEGINNING = "held back by a safety filter: ";

        private static List<FilterReason> reasonsIn(String sentence) {
            return List.of(FilterReason
                    .of(sentence.startsWith(BEGINNING) ? sentence.substring(BEGINNING.length()) : sentence));
        }

        /** Copies the list. */
        public Filtered {
            reasons = List.copyOf(reasons);
        }

        @Override
        public String name() {
            return "filtered";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(BEGINNING + words(reasons));
        }
    }

    /** The operation ended without a video and without saying why. It may have been charged. */
    record Empty() implements JobOutcome {

        @Override
        public String name() {
            return "empty";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of("the operation ended without a video and without a reason");
        }
    }

    /**
     * The job failed for certain, and is not charged. An executor that returns this promises so, and a retry submits the job
     * again; when it cannot bring home what the service has made, it throws instead.
     *
     * @param code the name of the google.rpc code with which the operation failed, for example {@code INTERNAL}: by it the batch's
     *            retry policy decides; empty when there is none
     */
    record Failed(String why, Optional<String> code) implements JobOutcome {

        /** A failure that has no code. */
        public Failed(String why) {
            this(why, Optional.empty());
        }

        @Override
        public String name() {
            return "failed";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /** It is not known whether the service took the job: it may be charged, and sending it again may be paid twice. */
    record Ambiguous(String why) implements JobOutcome {

        @Override
        public String name() {
            return "ambiguous";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /** The service took the job and its operation's name is kept, but its videos are not here yet. It can be taken up again. */
    record Unfinished(String why) implements JobOutcome {

        @Override
        public String name() {
            return "unfinished";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /** The job was not begun because of another one. */
    record Skipped(String why) implements JobOutcome {

        @Override
        public String name() {
            return "skipped";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    /** The batch was stopped before the job had been submitted. */
    record Cancelled(String why) implements JobOutcome {

        @Override
        public String name() {
            return "cancelled";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }

    private static String words(List<FilterReason> reasons) {
        return reasons.isEmpty()
                ? "no reason given"
                : reasons.stream().map(FilterReason::text).collect(Collectors.joining("; "));
    }
}
