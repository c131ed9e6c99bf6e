// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the flight recorder sees of a journal in a database. */
class ClusterFlightTest extends LimitedWorkers {
    @TempDir
    private Path directory;

    @Test
    void eachRecordThatGoesToTheServersDiskIsAForce() throws Exception {
        Path file = directory.resolve("cluster.jfr");
        try (Journal journal = worker("one", ClusterLimits.none());
                Recording recording = new Recording()) {
            recording.enable("dev.veo3.JournalForce").withoutThreshold();
            recording.start();
            admit(journal, "a");
            journal.force(intent("a", 1));
            journal.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("dev.veo3.JournalForce")).hasSize(3)
                .allSatisfy(event -> assertThat(event.getDuration()).isPositive())
                .allSatisfy(event -> assertThat(event.getLong("bytes")).isPositive());
    }
}
