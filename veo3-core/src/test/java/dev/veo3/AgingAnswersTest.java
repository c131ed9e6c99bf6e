// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.model.ModelId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgingAnswersTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whoAsksForThousandsOfNamesIsNotRememberedForever() {
        AgingAnswers answers = new AgingAnswers();
        for (int i = 0; i <= 1000; i++) {
            answers.keepModel(model(i), Optional.empty(), 0);
        }

        // The one that was asked for first made room for the last.
        assertThat(answers.model(model(0), 1, HOUR)).isEmpty();
        assertThat(answers.model(model(1), 1, HOUR)).contains(Optional.empty());
        assertThat(answers.model(model(1000), 1, HOUR)).contains(Optional.empty());
    }

    @Test
    void aModelThatIsAskedForAgainIsRememberedLonger() {
        AgingAnswers answers = new AgingAnswers();
        for (int i = 0; i < 1000; i++) {
            answers.keepModel(model(i), Optional.empty(), 0);
        }
        answers.keepModel(model(0), Optional.empty(), 5);
        answers.keepModel(model(1000), Optional.empty(), 5);

        assertThat(answers.model(model(0), HOUR.toNanos() + 4, HOUR)).isPresent();
        assertThat(answers.model(model(0), HOUR.toNanos() + 5, HOUR)).isEmpty();
        assertThat(answers.model(model(1), 6, HOUR)).isEmpty();
    }

    private static ModelId model(int number) {
        return new ModelId("veo-" + number);
    }
}
