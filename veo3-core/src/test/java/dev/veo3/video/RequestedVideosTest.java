// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.error.RpcError;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an outcome is to whoever knows how many videos were asked for. */
class RequestedVideosTest {
    private static final GeneratedVideo VIDEO = new GeneratedVideo.Stored("gs://b/v.mp4", "video/mp4");
    private static final List<FilterReason> REASONS = List.of(FilterReason.of("Support codes: 61493863"));

    @ParameterizedTest
    @CsvSource({"3, 4, 1", "1, 4, 3", "1, 2, 1"})
    void fewerThanWereAskedForArePartlyFilteredAlsoWhenTheServiceDoesNotSaySo(int delivered, int asked, int withheld) {
        assertThat(new VideoOutcome.Succeeded(videos(delivered)).ofRequested(asked))
                .isEqualTo(new VideoOutcome.PartlyFiltered(videos(delivered), List.of(), withheld));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "2, 1"})
    void asManyAsWereAskedForOrMoreAreASuccess(int delivered, int asked) {
        VideoOutcome outcome = new VideoOutcome.Succeeded(videos(delivered));

        assertThat(outcome.ofRequested(asked)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"2, 4, 0, 2", "2, 4, 1, 1", "2, 4, 2, 2", "2, 1, 0, 0"})
    void theServicesOwnCountIsKeptAndAMissingOneIsMadeUp(int delivered, int asked, int counted, int withheld) {
        assertThat(new VideoOutcome.PartlyFiltered(videos(delivered), REASONS, counted).ofRequested(asked))
                .isEqualTo(new VideoOutcome.PartlyFiltered(videos(delivered), REASONS, withheld));
    }

    @Test
    void whatBroughtNoVideoStaysWhatItIs() {
        for (VideoOutcome outcome : List.of(new VideoOutcome.Filtered(REASONS),
                new VideoOutcome.Failed(new RpcError(13, "x")), new VideoOutcome.Empty())) {
            assertThat(outcome.ofRequested(4)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void nobodyAsksForNoVideo(int asked) {
        assertThatThrownBy(() -> new VideoOutcome.Empty().ofRequested(asked))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoOutcome.PartlyFiltered(videos(1), REASONS, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<GeneratedVideo> videos(int count) {
        return Collections.nCopies(count, VIDEO);
    }
}
