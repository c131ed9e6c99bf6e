// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found eight bytes at once is what is found one by one. */
class ByteSearchTest {
    private static final int MANY = 20_000;

    @Test
    void theFirstIsFoundWhereverItIs() {
        Random random = new Random(5);
        byte[] near = {'"', '"' + 1, '"' - 1, '\\', '\\' + 1, '\n', '\n' + 1, 0, -1, (byte) 0xa2, (byte) 0x8a};
        for (int i = 0; i < MANY; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(6) == 0 ? near[random.nextInt(near.length)] : (byte) random.nextInt(256);
            }
            int from = random.nextInt(bytes.length + 1);
            int end = from + random.nextInt(bytes.length - from + 1);
            int feed = from;
            while (feed < end && bytes[feed] != '\n') {
                feed++;
            }
            int quote = from;
            while (quote < end && bytes[quote] != '"' && bytes[quote] != '\\') {
                quote++;
            }
            assertThat(ByteSearch.lineFeed(bytes, from, end)).isEqualTo(feed);
            assertThat(ByteSearch.quoteOrBackslash(bytes, from, end)).isEqualTo(quote);
        }
    }

    @Test
    void aWordIsFoundAndNothingThatIsLikeIt() {
        byte[] line = "{\"duration_nanos\":1,\"v\0\":2,\"duration_nano5\":3,\"x\":\"\"}  far from the end"
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(Words.find(line, 2, 16)).isEqualTo("duration_nanos");
        assertThat(Words.find(line, 2, 15)).isNull();
        assertThat(Words.find(line, 21, 23)).as("a zero byte is no end").isNull();
        assertThat(Words.find(line, 21, 22)).isEqualTo("v");
        assertThat(Words.find(line, 28, 42)).isNull();
        assertThat(Words.find(line, 2, 2)).isNull();
        assertThat(Words.find(line, line.length - 1, line.length)).as("nothing behind the array is read").isNull();
    }
}
