// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.journal.JournalRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells where the jobs of a journal stand. It changes nothing, and the batch may be running. */
final class JournalView {
    private static final String NOT_SUBMITTED = "not submitted";
    private static final String BEING_SUBMITTED = "being submitted";
    private static final String AMBIGUOUS = "ambiguous";
    private static final String AT_SERVICE = "at the service";
    private static final String SKIPPED = "skipped";
    private static final String EMPTY = "empty";
    private static final Set<String> OPEN = Set.of(NOT_SUBMITTED, AT_SERVICE, "unfinished", "cancelled");
    private static final Set<String> REFUSED = Set.of("failed", "filtered");
    private static final Set<String> UNKNOWN = Set.of(AMBIGUOUS, BEING_SUBMITTED);

    private final PrintWriter out;

    JournalView(PrintWriter out) {
        this.out = out;
    }

    /** One line for each job, and how many stand where. */
    void print(Path file) {
        Map<String, Integer> counts = new TreeMap<>();
        int[] extras = {0};
        try (JournalReader journal = JournalReader.of(file); Stream<JobHistory> jobs = journal.jobs()) {
            jobs.forEach(job -> {
                String state = state(job);
                counts.merge(state, 1, Integer::sum);
                out.println(job.job() + "  " + state + detail(job).map(words -> "  " + words).orElse(""));
                job.extras().forEach(extra -> out.println("  besides: " + extra(extra)));
                extras[0] += job.extras().size();
            });
        }
        out.println(counts.isEmpty()
                ? "Nothing has been begun."
                : counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")) + besides(extras[0]));
        advice(counts).forEach(out::println);
    }

    /** What can be done about jobs that stand like this; a person who runs the batch meanwhile needs nothing of it. */
    private static List<String> advice(Map<String, Integer> counts) {
        List<String> lines = new ArrayList<>();
        if (count(counts, OPEN) > 0) {
            lines.add(
                    "To go on: run `batch process` with the same manifest and options again; it takes up what the service"
                            + " keeps.");
        } else if (count(counts, Set.of(SKIPPED)) > 0) {
            lines.add("To go on: mend what the jobs were skipped for, and run `batch process` again.");
        }
        if (count(counts, REFUSED) > 0) {
            lines.add(
                    "To submit again what failed: `batch retry` with the results file of the batch and its manifest.");
        }
        int empty = count(counts, Set.of(EMPTY));
        if (empty > 0) {
            lines.add(empty + (empty == 1 ? " job" : " jobs") + " came back empty and may be charged: look up the "
                    + (empty == 1 ? "operation" : "operations")
                    + " that the results file names in the service's console. `batch retry` asks for "
                    + (empty == 1 ? "it once more without submitting it" : "them once more without submitting them")
                    + " again.");
        }
        int unknown = count(counts, UNKNOWN);
        if (unknown > 0) {
            lines.add(unknown + (unknown == 1 ? " job is" : " jobs are")
                    + " of unknown fate, unless the batch is running:"
                    + " look into the service's console. `batch retry --accept-unknown` submits "
                    + (unknown == 1 ? "it" : "them") + " again.");
        }
        return lines;
    }

    private static int count(Map<String, Integer> counts, Set<String> states) {
        return states.stream().mapToInt(state -> counts.getOrDefault(state, 0)).sum();
    }

    private static String besides(int extras) {
        if (extras == 0) {
            return "";
        }
        return extras == 1
                ? "; 1 extra attempt may be charged besides"
                : "; " + extras + " extra attempts may be charged besides";
    }

    /** It may be charged, and its video is one that nobody has asked for again. */
    private static String extra(JournalRecord.StepRecord extra) {
        return "attempt " + extra.attempt() + " at " + extra.step() + ", "
                + extra.knownResult().map(name -> "which the service keeps as " + name)
                        .orElse("of which nobody knows whether the service took it")
                + "; it may be charged";
    }

    private static String state(JobHistory job) {
        return switch (job.state().phase()) {
            case NEW, ADMITTED -> NOT_SUBMITTED;
            case SUBMITTING -> BEING_SUBMITTED;
            case AMBIGUOUS -> JournalView.AMBIGUOUS;
            case SUBMITTED -> AT_SERVICE;
            case ENDED -> job.state().outcome().orElse("ended").replace('_', ' ');
        };
    }

    private static Optional<String> detail(JobHistory job) {
        Optional<JournalRecord.Ended> ended = job.ended();
        if (ended.isPresent() && !ended.get().files().isEmpty()) {
            return ended.get().files().stream().map(Path::toString).reduce((one, other) -> one + ", " + other);
        }
        return ended.flatMap(JournalRecord.Ended::reason).or(() -> job.result(JobContext.SUBMIT));
    }
}
