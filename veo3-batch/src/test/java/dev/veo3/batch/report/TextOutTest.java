// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextOutTest {

    /** The rows of a page and of a report as JSON stand beside what the generator has written. */
    @Test
    void everyCharacterIsQuotedAsTheGeneratorQuotesIt() {
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            if (!Character.isSurrogate((char) unit)) {
                String text = "a" + (char) unit + "/b \ud83c\udfac";
                assertThat(quoted(text)).as("character " + unit).isEqualTo(generated(text));
            }
        }
    }

    @Test
    void halfACharacterBecomesOneThatStandsForWhatIsMissing() {
        assertThat(quoted("a\ud83c")).isEqualTo("\"a\ufffd\"");
        assertThat(quoted("\udfacb")).isEqualTo("\"\ufffdb\"");
    }

    @Test
    void nothingIsLostBetweenTwoPieces() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder expected = new StringBuilder();
        TextOut text = new TextOut(out);
        for (int i = 0; i < 50_000; i++) {
            text.put(i).put(' ').put("\u00e9\n").endLine();
            expected.append(i).append(" \u00e9\n");
        }
        assertThat(out.size()).as("is written meanwhile").isPositive();
        text.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void aStreamThatFailsIsToldOf() {
        TextOut text = new TextOut(new OutputStream() {
            @Override
            public void write(int unit) throws IOException {
                throw new IOException("the disk is full");
            }
        });
        text.put("a");

        assertThatThrownBy(text::flush).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the disk is full");
    }

    private static String quoted(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TextOut(out).quoted(text).flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String generated(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeString(text);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
