// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The profile of a picture's codec, from the codec's configuration in the sample description. Names are those of the
 * standards: H.264 annex A, HEVC annex A, AV1 section 6.4.1, VP9's bindings for ISO files.
 */
final class CodecProfile {

    /** The description of a picture has so many bytes before its boxes: ISO/IEC 14496-12, section 12.1.3. */
    private static final int BEFORE_BOXES = 78;
    private static final int AVCC = 0x61766343;
    private static final int HVCC = 0x68766343;
    private static final int AV1C = 0x61763143;
    private static final int VPCC = 0x76706343;
    /** The least that these have; the other two have more. */
    private static final int AV1C_BYTES = 4;
    private static final int VPCC_BYTES = 12;
    private static final int CONSTRAINT_1 = 0x40;
    private static final int CONSTRAINT_3 = 0x10;

    private static final Map<Integer, String> H264 = Map.ofEntries(Map.entry(44, "CAVLC 4:4:4 Intra"),
            Map.entry(66, "Baseline"), Map.entry(77, "Main"), Map.entry(88, "Extended"), Map.entry(100, "High"),
            Map.entry(110, "High 10"), Map.entry(118, "Multiview High"), Map.entry(122, "High 4:2:2"),
            Map.entry(128, "Stereo High"), Map.entry(244, "High 4:4:4 Predictive"));
    private static final Map<Integer, String> HEVC = Map.of(1, "Main", 2, "Main 10", 3, "Main Still Picture", 4,
            "Range Extensions", 5, "High Throughput", 9, "Screen Content Coding");
    private static final Map<Integer, String> AV1 = Map.of(0, "Main", 1, "High", 2, "Professional");

    private CodecProfile() {}

    /** The name of the profile; empty when it has none or the description does not tell. */
    static Optional<String> of(HeaderWindow in, Box entry) throws IOException {
        long end = entry.end();
        long at = entry.payload() + BEFORE_BOXES;
        // Where a size is wrong, players look no further in the description, and show the picture all the same.
        while (end <= in.size() && end - at >= Box.HEADER) {
            Box box = Box.at(in, at, end);
            if (box.end() > end) {
                break;
            }
            if (isConfiguration(box)) {
                return name(in, box);
            }
            at = box.end();
        }
        return Optional.empty();
    }

    private static boolean isConfiguration(Box box) {
        return switch (box.type()) {
            case AVCC, HVCC, AV1C, VPCC -> box.end() - box.payload() >= (box.type() == VPCC ? VPCC_BYTES : AV1C_BYTES);
            default -> false;
        };
    }

    private static Optional<String> name(HeaderWindow in, Box box) throws IOException {
        int second = in.u8(box.payload() + 1);
        return switch (box.type()) {
            case AVCC -> h264(second, in.u8(box.payload() + 2));
            case HVCC -> Optional.ofNullable(HEVC.get(second & 0x1f));
            case AV1C -> Optional.ofNullable(AV1.get(second >> 5));
            // Behind a version and flags.
            case VPCC -> Optional.of("Profile " + in.u8(box.payload() + 4));
            default -> Optional.empty();
        };
    }

    private static Optional<String> h264(int profile, int constraints) {
        if (profile == 66 && (constraints & CONSTRAINT_1) != 0) {
            return Optional.of("Constrained Baseline");
        }
        boolean intra = (profile == 110 || profile == 122) && (constraints & CONSTRAINT_3) != 0;
        return Optional.ofNullable(H264.get(profile)).map(name -> intra ? name + " Intra" : name);
    }
}
