// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.journal.JournalRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells where the jobs of a journal stand. It changes nothing, and the batch may be running. */
final class JournalView {
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
            case NEW, ADMITTED -> "not submitted";
            case SUBMITTING -> "being submitted";
            case AMBIGUOUS -> "ambiguous";
            case SUBMITTED -> "at the service";
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
