// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.JpegFrame.Component;
import java.util.ArrayList;
import java.util.List;

/** Reads the frame header and the scan headers of a JPEG from a segment that stands in the block as a whole. */
final class JpegFrames {

    private static final int FRAME_BYTES = 8;
    private static final int COMPONENT_BYTES = 3;
    private static final int SCAN_BYTES = 6;
    private static final int SCANNED_BYTES = 2;
    private static final int MOST_SAMPLING = 4;
    private static final int MOST_SCANNED = 4;
    private static final int MOST_BLOCKS = 10;
    private static final int LAST_COEFFICIENT = 63;
    private static final int MOST_SHIFT = 13;

    private JpegFrames() {}

    static JpegFrame read(BlockReader in, int marker, long at, int length) {
        int count = length < FRAME_BYTES ? 0 : in.u8(7);
        if (count == 0 || length != FRAME_BYTES + COMPONENT_BYTES * count) {
            throw in.damaged(at, "the frame header has %d bytes for %d colors".formatted(length, count));
        }
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = FRAME_BYTES + COMPONENT_BYTES * i;
            Component one = new Component(in.u8(place), in.u8(place + 1) >> 4, in.u8(place + 1) & 0xf,
                    in.u8(place + 2));
            if (!isSampling(one.across()) || !isSampling(one.down()) || one.quantization() > 3) {
                throw in.damaged(at, "the color %d is sampled %d x %d and quantized with table %d".formatted(one.id(),
                        one.across(), one.down(), one.quantization()));
            }
            if (components.stream().anyMatch(other -> other.id() == one.id())) {
                throw in.damaged(at, "the frame header names the color %d twice".formatted(one.id()));
            }
            components.add(one);
        }
        return new JpegFrame(marker, in.u16(5), in.u16(3), List.copyOf(components));
    }

    private static boolean isSampling(int factor) {
        return factor >= 1 && factor <= MOST_SAMPLING;
    }

    /** The colors that a scan of this frame has. */
    static List<Component> scan(BlockReader in, JpegFrame frame, long at, int length) {
        int count = length < SCAN_BYTES ? 0 : in.u8(2);
        if (count == 0 || count > MOST_SCANNED || length != SCAN_BYTES + SCANNED_BYTES * count) {
            throw in.damaged(at, "the scan header has %d bytes for %d colors".formatted(length, count));
        }
        List<Component> scanned = new ArrayList<>();
        int blocks = 0;
        for (int i = 0; i < count; i++) {
            int id = in.u8(3 + SCANNED_BYTES * i);
            Component one = frame.components().stream().filter(component -> component.id() == id).findFirst()
                    .orElseThrow(
                            () -> in.damaged(at, "a scan names the color %d, which the picture has not".formatted(id)));
            if (scanned.contains(one)) {
                throw in.damaged(at, "a scan names the color %d twice".formatted(id));
            }
            int tables = in.u8(4 + SCANNED_BYTES * i);
            if (tables >> 4 > 3 || (tables & 0xf) > 3) {
                throw in.damaged(at, "a scan uses the tables %d and %d, which there are not".formatted(tables >> 4,
                        tables & 0xf));
            }
            scanned.add(one);
            blocks += one.across() * one.down();
        }
        if (count > 1 && blocks > MOST_BLOCKS && frame.isBlocks()) {
            throw in.damaged(at, "a scan has %d blocks in a unit, more than %d".formatted(blocks, MOST_BLOCKS));
        }
        if (frame.isProgressive()) {
            progression(in, at, length, count);
        }
        return scanned;
    }

    /** Which coefficients a progressive scan refines, and by which bits. */
    private static void progression(BlockReader in, long at, int length, int count) {
        int first = in.u8(length - 3);
        int last = in.u8(length - 2);
        int high = in.u8(length - 1) >> 4;
        int low = in.u8(length - 1) & 0xf;
        boolean coefficients = first == 0 ? last == 0 : first <= last && last <= LAST_COEFFICIENT && count == 1;
        boolean bits = low <= MOST_SHIFT && (high == 0 || high == low + 1);
        if (!coefficients || !bits) {
            throw in.damaged(at, "a scan refines the coefficients %d to %d from bit %d to bit %d, which cannot be"
                    .formatted(first, last, high, low));
        }
    }
}
