// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;

/**
 * How the samples of a track are coded.
 *
 * @param count how many descriptions there are
 * @param lengthBytes how many bytes give the length of each unit (NAL) of a sample, when the track has one description and that is
 *        H.264 or HEVC; 0 for other codecs, of whose samples nothing can be said
 */
record SampleFormat(long count, int lengthBytes) {

    private static final int AVC1 = 0x61766331;
    private static final int AVC2 = 0x61766332;
    private static final int AVC3 = 0x61766333;
    private static final int AVC4 = 0x61766334;
    private static final int HVC1 = 0x68766331;
    private static final int HEV1 = 0x68657631;
    private static final int AVCC = 0x61766343;
    private static final int HVCC = 0x68766343;

    /** How many bytes the fields of a picture's description have, before the boxes in it. */
    private static final int PICTURE_FIELDS = 78;
    private static final int AVCC_LENGTH = 4;
    private static final int HVCC_LENGTH = 21;

    /** Reads a box {@code stsd}. */
    static SampleFormat of(HeaderWindow in, Box stsd) throws IOException {
        long count = in.u32(stsd.field(in, 4, 4));
        long at = stsd.payload() + 8;
        int lengthBytes = 0;
        for (long i = 0; i < count; i++) {
            if (stsd.end() - at < Box.HEADER) {
                throw noRoom(in, stsd, count);
            }
            Box entry = Box.at(in, at, stsd.end());
            if (entry.end() > stsd.end()) {
                throw noRoom(in, stsd, count);
            }
            lengthBytes = count == 1 ? lengthBytes(in, entry) : 0;
            at = entry.end();
        }
        return new SampleFormat(count, lengthBytes);
    }

    private static MediaException noRoom(HeaderWindow in, Box stsd, long count) {
        return in.damaged(stsd.start(), "the box stsd has no room for its %d descriptions".formatted(count));
    }

    private static int lengthBytes(HeaderWindow in, Box entry) throws IOException {
        return switch (entry.type()) {
            case AVC1, AVC2, AVC3, AVC4 -> configured(in, entry, AVCC, AVCC_LENGTH);
            case HVC1, HEV1 -> configured(in, entry, HVCC, HVCC_LENGTH);
            default -> 0;
        };
    }

    /** What stands in the lowest two bits at this place of the configuration, plus one; 0 when there is no configuration. */
    private static int configured(HeaderWindow in, Box entry, int type, int place) throws IOException {
        long at = entry.payload() + PICTURE_FIELDS;
        while (entry.end() - at >= Box.HEADER) {
            Box box = Box.at(in, at, entry.end());
            // Some old programs put there what is no box. Then nothing is said about the samples.
            if (box.end() > entry.end()) {
                return 0;
            }
            if (box.type() == type) {
                return (in.u8(box.field(in, place, 1)) & 3) + 1;
            }
            at = box.end();
        }
        return 0;
    }
}
