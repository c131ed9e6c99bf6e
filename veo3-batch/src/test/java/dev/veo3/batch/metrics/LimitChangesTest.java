// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitChangesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
    private final ManualTime time = ManualTime.stepping(BEGIN);
    private final LimitChanges changes = new LimitChanges(8, time);

    @Test
    void changesAreKeptFromTheBeginOn() {
        time.advance(Duration.ofSeconds(3));
        changes.add(4, "the quota is smaller");
        assertThat(changes.all()).containsExactly(new LimitChange(BEGIN, 8, "as the batch began"),
                new LimitChange(BEGIN.plusSeconds(3), 4, "the quota is smaller"));
    }

    @Test
    void ofVeryManyChangesAFewThousandReachFromTheFirstToTheLast() {
        for (int i = 1; i <= 100_000; i++) {
            time.advance(Duration.ofSeconds(1));
            changes.add(i, "");
        }
        List<LimitChange> all = changes.all();
        assertThat(all).hasSizeBetween(1_000, 4_000).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
        assertThat(all.getFirst().limit()).isEqualTo(8);
        assertThat(all.getLast()).isEqualTo(new LimitChange(BEGIN.plusSeconds(100_000), 100_000, ""));
        assertThat(all.get(all.size() / 2).limit()).isBetween(20_000, 80_000);
    }
}
