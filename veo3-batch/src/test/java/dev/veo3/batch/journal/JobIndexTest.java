// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobIndexTest {
    private static final int MANY = 200_000;

    private static JobState ended(String outcome, long spec) {
        return new JobState(Phase.ENDED, Optional.of(outcome), spec);
    }

    @Test
    void ofManyJobsEachIsFoundWhereItIs() {
        JobIndex index = new JobIndex();
        for (int i = 0; i < MANY; i++) {
            index.put("job-" + i, ended(i % 3 == 0 ? "succeeded" : "failed", i), 500L * i, 100 + i % 1_000);
        }

        assertThat(index.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(index.state("job-" + i)).isEqualTo(ended(i % 3 == 0 ? "succeeded" : "failed", i));
            assertThat(index.offset("job-" + i)).hasValue(500L * i);
            assertThat(index.length("job-" + i)).isBetween(100 + i % 1_000, 115 + i % 1_000);
        }
        assertThat(index.state("job-" + MANY)).isEqualTo(JobState.NEW);
        assertThat(index.offset("job-" + MANY)).isEmpty();
        assertThat(index.length("job-" + MANY)).isZero();
    }

    @Test
    void roomThatIsMadeAtOnceHoldsThemAllAndThoseThatWereThere() {
        JobIndex index = new JobIndex();
        for (int i = 0; i < MANY; i++) {
            if (i == 100) {
                index.reserve(MANY / 2);
            }
            index.put("job-" + i, ended("succeeded", i), 500L * i, 100);
        }
        index.reserve(10);

        assertThat(index.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(index.offset("job-" + i)).hasValue(500L * i);
        }
        assertThat(index.state("job-" + MANY)).isEqualTo(JobState.NEW);
    }

    /** A batch that has room for its jobs when it begins does not run out of it behind what it has paid for. */
    @Test
    void roomThatIsMadeAtOnceDoesNotGrow() {
        JobIndex index = new JobIndex();
        index.reserve(MANY);
        long made = index.bytes();
        for (int i = 0; i < MANY; i++) {
            index.put("job-" + i, ended("succeeded", i), 500L * i, 100);
        }

        assertThat(index.bytes()).isEqualTo(made).isLessThan(45L * MANY);
    }

    @Test
    void aJobThatComesAgainTakesItsOldPlace() {
        JobIndex index = new JobIndex();
        index.put("a", new JobState(Phase.ADMITTED, Optional.empty(), 7), 0, 10);
        index.put("a", ended("succeeded", 8), 1L << 39, 3 << 20);

        assertThat(index.size()).isEqualTo(1);
        assertThat(index.state("a")).isEqualTo(ended("succeeded", 8));
        assertThat(index.isAt("a", 1L << 39)).isTrue();
        assertThat(index.isAt("a", 0)).isFalse();
        assertThat(index.length("a")).as("roughly, above a megabyte").isGreaterThan(1_000_000);
    }

    @Test
    void moreOutcomesThanCanBeToldApartAreNotKept() {
        JobIndex index = new JobIndex();
        for (int i = 0; i < 255; i++) {
            assertThat(index.put("job " + i, ended("outcome " + i, 1), i, 1)).isTrue();
        }

        assertThat(index.put("one more", ended("outcome 255", 1), 255, 1)).isFalse();
        assertThat(index.offset("one more")).isEmpty();
        assertThat(index.state("job 254").outcome()).contains("outcome 254");
    }

    @Test
    void fingerprintsOfTextsThatDifferALittleDifferALot() {
        assertThat(Long.bitCount(Fingerprint.of("job-1") ^ Fingerprint.of("job-2"))).isBetween(12, 52);
        assertThat(Fingerprint.of("")).isNotEqualTo(Fingerprint.NONE);
        assertThat(Fingerprint.of("ab")).isNotEqualTo(Fingerprint.of("ba"));
        assertThat(Fingerprint.of("a")).isEqualTo(Fingerprint.of(new String("a")));
    }
}
