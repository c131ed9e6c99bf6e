// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A secret is taken out of a text in whatever letters it is written there. */
class SecretTextTest {
    private static final String SECRET = "k9/Jp2+quiet=<m&w>\\x%41~";

    static Stream<String> letters() {
        return Stream.of(SECRET, SECRET.replace("\\", "\\\\").replace("/", "\\/"), each("\\u%04x"), each("\\u%04X"),
                each("%%%02x"), each("%%%02X"), each("%%25%02X"), each("&#%d;"), each("&#x%x;"), each("&#x%X;"),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                SECRET.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                SECRET.replace("=", "\\u003d").replace("&", "\\u0026").replace("<", "\\u003C"));
    }

    private static String each(String way) {
        return SECRET.chars().mapToObj(letter -> way.formatted(letter)).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("letters")
    void itIsTakenOutHoweverItIsWritten(String written) {
        assertThat(SecretText.without("key=" + written + "&b, " + written, List.of(SECRET)))
                .isEqualTo("key=[redacted]&b, [redacted]");
    }

    @ParameterizedTest
    @MethodSource("letters")
    void itsBeginningIsTakenOutOfATextThatWasCut(String written) {
        for (int cut = 1; cut < written.length(); cut++) {
            String clean = SecretText.without("key=" + written.substring(0, cut), List.of(SECRET));
            assertThat(clean).satisfiesAnyOf(text -> assertThat(text).isEqualTo("key=[redacted]"),
                    text -> assertThat(text.length()).isLessThan("key=".length() + 9 * 8));
            assertThat(clean).as("cut behind " + cut).doesNotContain(SECRET.substring(0, 8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "k9/Jp2+quie", "k9/Jp2+quiet=<m&w>\\x%41- and more", "100 % sure &", "\\"})
    void everythingElseStays(String text) {
        assertThat(SecretText.without(text + "!", List.of(SECRET))).isEqualTo(text + "!");
        assertThat(SecretText.without(text, List.of())).isEqualTo(text);
    }

    @Test
    void theLongerOfTwoIsTakenOutWhole() {
        assertThat(SecretText.without("0123456789abcdef", List.of("01234567", "0123456789abcdef")))
                .isEqualTo("[redacted]");
    }
}
