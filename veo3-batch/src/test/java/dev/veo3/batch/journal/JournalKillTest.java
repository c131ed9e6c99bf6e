// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A program that is killed while it writes as fast as it can has lost nothing of which it knew that it is on disk. */
class JournalKillTest {
    private static final int KILLS = 6;

    @TempDir
    private Path directory;

    @Test
    void aProgramThatIsKilledAtAnyMomentLosesNoForcedRecord() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261124);
        Path file = directory.resolve("jobs.journal");
        List<String> said = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            try (JournalChild child = JournalChild.writing(file, "round" + round + "-")) {
                assertThat(child.nextLine()).isEqualTo("open");
                for (int left = random.nextInt(20, 5_000); left > 0; left--) {
                    said.add(child.nextLine());
                }
                child.kill();
                for (String line = child.nextLine(); !line.isEmpty(); line = child.nextLine()) {
                    said.add(line);
                }
            }
            // The last line may be cut off: the program was killed while it said it.
            String last = said.removeLast();
            assertThat(last).isNotEmpty();
            assertKept(file, said);
        }
        assertThat(said).hasSizeGreaterThan(KILLS * 20);
    }

    private static void assertKept(Path file, List<String> said) {
        try (Journal journal = Journal.open(file)) {
            for (String line : said) {
                String[] words = line.split(" ");
                Phase phase = journal.state(words[1]).phase();
                assertThat(phase).as(line).isIn(words[0].equals("submitting")
                        ? List.of(Phase.SUBMITTING, Phase.SUBMITTED, Phase.ENDED)
                        : List.of(Phase.SUBMITTED, Phase.ENDED));
            }
        }
    }
}
