// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import dev.veo3.media.Verification.Intact;
import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes at all are whole, damaged with a place in them, or refused. */
class VerifyFuzz {

    @DictionaryEntries({"\\x89PNG\\x0D\\x0A\\x1A\\x0A", "IHDR", "PLTE", "IDAT", "IEND", "acTL", "fcTL", "fdAT",
        "\\xFF\\xD8\\xFF",
        "\\xFF\\xC0", "\\xFF\\xDA", "\\xFF\\xD9", "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF",
        "ftypisom",
        "moov", "mvhd", "trak", "mdia", "minf", "stbl", "stsd", "stts", "stsc", "stsz", "stz2", "stco", "co64", "mvex",
        "trex",
        "moof", "mfhd", "traf", "tfhd", "trun", "mdat", "sidx"})
    @FuzzTest(maxDuration = "60s")
    void bytesAreWholeOrDamagedOrRefused(byte[] content) throws IOException {
        if (content == null || content.length == 0) {
            return;
        }
        for (Depth depth : Depth.values()) {
            try {
                switch (InMemory.verify(content, content.length, depth)) {
                    case Intact intact -> assertThat(intact.trailingBytes()).isBetween(0L, (long) content.length);
                    case Damaged damaged -> assertThat(damaged.offset()).isBetween(0L, (long) content.length);
                }
            } catch (MediaException refused) {
                assertThat(refused).hasMessageStartingWith(InMemory.PATH + ": ");
            }
        }
    }
}
