// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MarkerSearchTest {

    /** Bytes of which one in so many is ff, followed by what must not be taken for a marker or by one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 30, 256, 5000, 60_000})
    void theMarkersAreThoseThatALookAtEachByteFinds(int rarity) throws IOException {
        SplittableRandom random = new SplittableRandom(rarity);
        byte[] content = new byte[3 * BlockBuffers.BYTES + 12_345];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(rarity) == 0
                    ? 0xff
                    : random.nextInt(8) == 0 ? 0xfe : random.nextInt(255));
            // Most are followed by 00, as in the data of an image.
            if (content[i] == -1 && i + 1 < content.length && random.nextInt(8) != 0) {
                content[++i] = 0;
            }
        }
        content[content.length - 2] = (byte) 0xff;
        content[content.length - 1] = (byte) 0xd9;

        List<Integer> expected = expected(content);

        assertThat(found(content, expected.getLast())).isEqualTo(expected);
    }

    @Test
    void aMarkerIsFoundWhereverItStands() throws IOException {
        byte[] content = new byte[BlockBuffers.BYTES + 500];
        Arrays.fill(content, (byte) 0xfe);
        // Every place in the first bytes and around the edge of the block; in between, one in each row at least.
        for (int place = 0; place < content.length
                - 1; place += place < 700 || place > BlockBuffers.BYTES - 20 ? 1 : 97) {
            content[place] = (byte) 0xff;
            content[place + 1] = 1;

            assertThat(found(content, place)).containsExactly(place);

            content[place] = (byte) 0xfe;
            content[place + 1] = (byte) 0xfe;
        }
    }

    @Test
    void noMarkerIsFoundAmongStuffedBytes() {
        byte[] content = new byte[BlockBuffers.BYTES * 2 + 2];
        for (int i = 0; i < content.length; i += 2) {
            content[i] = (byte) 0xff;
        }
        BlockReader in = new BlockReader(InMemory.file(content, content.length));

        assertThatThrownBy(() -> new MarkerSearch(in).seek("the data")).isInstanceOf(MediaException.class)
                .hasMessageContaining("cut off inside the data");
    }

    private static List<Integer> found(byte[] content, int last) throws IOException {
        List<Integer> found = new ArrayList<>();
        try (BlockReader in = new BlockReader(InMemory.file(content, content.length))) {
            MarkerSearch search = new MarkerSearch(in);
            while (in.at() <= last) {
                search.seek("the data");
                found.add((int) in.at());
                in.pass(1, "the data");
            }
        }
        return found;
    }

    private static List<Integer> expected(byte[] content) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < content.length - 1; i++) {
            if (content[i] == -1 && content[i + 1] != 0) {
                expected.add(i);
            }
        }
        return expected;
    }
}
