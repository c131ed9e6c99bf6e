// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes at all tell what they are or are refused. */
class InspectFuzz {

    @DictionaryEntries({"\\x89PNG\\x0D\\x0A\\x1A\\x0A", "IHDR", "tRNS", "eXIf", "acTL", "\\xFF\\xD8\\xFF", "\\xFF\\xE1",
        "Exif\\x00\\x00",
        "MM\\x00*", "II*\\x00", "\\xFF\\xC0", "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "EXIF", "ftypisom", "ftypqt  ",
        "moov", "mvhd",
        "trak", "tkhd", "mdia", "mdhd", "hdlr", "vide", "minf", "stbl", "stsd", "avc1", "avcC", "hvc1", "hvcC", "stts",
        "mvex",
        "mehd", "trex", "moof", "traf", "tfhd", "trun", "mdat"})
    @FuzzTest(maxDuration = "60s")
    void bytesTellWhatTheyAreOrAreRefused(byte[] content) throws IOException {
        if (content == null || content.length == 0) {
            return;
        }
        try {
            MediaInfo info = MediaInspector.read(InMemory.file(content, content.length));

            assertThat(info.width()).isPositive();
            assertThat(info.height()).isPositive();
            assertThat(info.sizeBytes()).isEqualTo(content.length);
            assertThat(info.mimeType()).isNotEmpty();
            assertThat(info.extensionMismatch()).isEmpty();
            assertThat(info.toString()).isNotEmpty();
        } catch (MediaException refused) {
            assertThat(refused).hasMessageStartingWith(InMemory.PATH + ": ");
            refused.offset().ifPresent(offset -> assertThat(offset).isBetween(0L, (long) content.length));
        }
    }
}
