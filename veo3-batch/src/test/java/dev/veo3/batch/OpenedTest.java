// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a journal knows of the program that took up its batch, and what it does with another batch. */
class OpenedTest {
    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void aJournalKnowsTheContentOfItsManifestAndTheOptions() throws Exception {
        Path file = manifest("jobs.yaml", "a");
        try (Journal journal = Journal.memory()) {
            run(file, journal, Limits.standard());
            Opened first = opened(journal);
            run(file, journal, Limits.standard().withDownloads(2));
            Opened second = opened(journal);

            assertThat(first.manifest()).isEqualTo("jobs");
            assertThat(first.manifestHash()).isEqualTo(sha256(file)).isEqualTo(second.manifestHash());
            assertThat(first.optionsHash()).hasSize(64).isNotEqualTo(second.optionsHash());
            assertThat(second.instance()).isNotEqualTo(first.instance());
            run(file, journal, Limits.standard());
            assertThat(opened(journal).optionsHash()).isEqualTo(first.optionsHash());
        }
    }

    @Test
    void theJournalOfAnotherManifestIsRefusedBeforeAnythingIsWrittenOrSubmitted() throws Exception {
        Path journal = directory.resolve("shared.journal");
        run(manifest("films.yaml", "a"), journal);
        byte[] before = Files.readAllBytes(journal);
        Path other = manifest("trailers.yaml", "b");
        assertThatThrownBy(() -> run(other, journal)).isInstanceOf(JournalException.class)
                .hasMessageContaining("\"films\"").hasMessageContaining("\"trailers\"")
                .hasMessageContaining("a journal of its own");
        assertThat(journal).hasBinaryContent(before);
        assertThat(studio.accepted()).containsExactly("a");
    }

    @Test
    void aManifestThatWasEditedOrGotAnotherNameKeepsItsJournal() throws Exception {
        Path journal = directory.resolve("own.journal");
        Path file = manifest("films.yaml", "a");
        run(file, journal);
        run(Files.move(file, directory.resolve("renamed.yaml")), journal);
        run(manifest("renamed.yaml", "b"), journal);
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void aJournalWithoutHashesStillOpens() throws Exception {
        Path journal = directory.resolve("old.journal");
        try (Journal old = Journal.open(journal)) {
            old.append(new Opened(Instant.EPOCH, "some other", "", "", "", "i"));
        }
        run(manifest("films.yaml", "a"), journal);
        assertThat(studio.accepted()).containsExactly("a");
        // A manifest that a program built has no file to compare.
        BatchProcessor.builder(studio).outputDirectory(directory).journal(journal).time(time).build()
                .process(Manifests.of(1).build());
        assertThat(studio.accepted()).containsExactly("a", "job0");
    }

    private void run(Path file, Path journal) throws Exception {
        BatchProcessor.builder(studio).outputDirectory(directory).journal(journal).time(time).build()
                .process(BatchManifest.load(file));
    }

    private void run(Path file, Journal journal, Limits limits) throws Exception {
        BatchProcessor.builder(studio).outputDirectory(directory).journal(journal).limits(limits).time(time).build()
                .process(BatchManifest.load(file));
    }

    private static Opened opened(Journal journal) {
        return journal.batch().opened().orElseThrow();
    }

    private Path manifest(String name, String job) throws IOException {
        return Files.writeString(directory.resolve(name), """
                jobs: [{id: %s, type: generate, options: {prompt: "x"}, output: %s.mp4}]
                """.formatted(job, job));
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
