// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the benchmarks put into a journal. */
final class JournalRecords {
    private static final Usd PRICE = Usd.of("3.20");
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private JournalRecords() {}

    /** All records of a job that goes well. */
    static void run(String job, Journal journal, boolean forced) {
        Instant now = Instant.now();
        String operation = "projects/p/locations/us-central1/publishers/google/models/m/operations/" + job;
        Path file = Path.of("videos", job + ".mp4");
        Submitting submitting = new Submitting(job, now, "submit", 1, PRICE, Optional.empty());
        Submitted submitted = new Submitted(job, now, "submit", 1, operation);
        journal.append(new Admitted(job, now, "1:" + SHA256, Optional.of(PRICE)));
        if (forced) {
            journal.force(submitting);
            journal.force(submitted);
        } else {
            journal.append(submitting);
            journal.append(submitted);
        }
        journal.append(new Generated(job, now, List.of("gs://bucket/" + job + ".mp4"), Optional.empty()));
        journal.append(new Downloaded(job, now, file, 4_000_000, SHA256));
        journal.append(new Ended(job, now, "succeeded", Optional.empty(), List.of(file), Optional.of(operation), now,
                Duration.ofSeconds(61), PRICE, 1));
    }

    /** Removes a directory with the files in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
