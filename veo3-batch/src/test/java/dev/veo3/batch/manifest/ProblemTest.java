// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTest {

    @Test
    void aProblemIsOneLineWithItsPlaceItsJobAndWhatToDo() {
        Problem problem = new Problem("jobs.yaml", new SourcePosition(12, 9), Optional.of("sunset"), "it is dark",
                "Switch on the light");

        assertThat(problem).hasToString("jobs.yaml:12:9: job \"sunset\": it is dark. Switch on the light.");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(new Problem("", SourcePosition.NONE, Optional.empty(), "it is dark", ""))
                .hasToString("it is dark.");
        assertThat(new Problem("jobs.yaml", SourcePosition.NONE, Optional.empty(), "it is dark", ""))
                .hasToString("jobs.yaml: it is dark.");
    }

    @Test
    void aManifestCannotWriteControlCharactersIntoALog() {
        Problem problem = new Problem("", SourcePosition.NONE, Optional.of("a\nb"), "\u001b[31mred \\1 $1", "");

        assertThat(problem).hasToString("job \"a\\u000ab\": \\u001b[31mred \\1 $1.");
    }

    @Test
    void anExceptionHasALineForEachProblem() {
        Problem first = new Problem("f", new SourcePosition(1, 2), Optional.empty(), "one", "");
        Problem second = new Problem("f", new SourcePosition(3, 4), Optional.empty(), "two", "");

        ManifestException exception = new ManifestException(List.of(first, second));

        assertThat(exception).hasMessage("f:1:2: one." + System.lineSeparator() + "f:3:4: two.");
        assertThat(exception.problems()).containsExactly(first, second);
    }

    @Test
    void aLongTextIsNotRepeatedWhole() {
        assertThat(new Value.Scalar("x".repeat(1_000_000), Value.Kind.TEXT, SourcePosition.NONE).describe())
                .isEqualTo("the text \"" + "x".repeat(60) + "…\"");
    }

    @ParameterizedTest
    @CsvSource({"prompr,prompt", "promt,prompt", "rpompt,prompt", "PROMPT,prompt", "imag,image", "durations,duration",
        "ouput,", "q,", "x1234567890,"})
    void theNearestNameIsTheOneThatDiffersInAFewLetters(String written, String nearest) {
        assertThat(NearestName.of(written, Set.of("prompt", "image", "duration")))
                .isEqualTo(Optional.ofNullable(nearest));
    }

    @Test
    void aVeryLongNameIsComparedWithNothing() {
        assertThat(NearestName.of("p".repeat(5_000_000), Set.of("prompt"))).isEmpty();
    }
}
