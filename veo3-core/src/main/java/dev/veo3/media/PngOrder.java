// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.util.HashSet;
import java.util.Set;

/**
 * The order of the chunks of a PNG, as its specification (ISO/IEC 15948, section 5.6) has it. Only {@code eXIf} may stand
 * anywhere, because programs that add it to a finished file put it at the end.
 */
final class PngOrder {

    static final int IHDR = 0x49484452;
    static final int PLTE = 0x504c5445;
    static final int IDAT = 0x49444154;
    static final int IEND = 0x49454e44;
    /** The bit that makes a letter small. */
    private static final int SMALL = 0x20;

    private static final Set<String> BEFORE_PALETTE = Set.of("cHRM", "cICP", "cLLI", "gAMA", "iCCP", "mDCV", "sBIT",
            "sRGB");
    private static final Set<String> BEHIND_PALETTE = Set.of("bKGD", "hIST", "tRNS");
    private static final Set<String> BEFORE_DATA = Set.of("acTL", "pHYs", "sPLT");
    private static final Set<String> ONCE = Set.of("IHDR", "PLTE", "IEND", "cHRM", "cICP", "cLLI", "gAMA", "iCCP",
            "mDCV",
            "sBIT", "sRGB", "bKGD", "hIST", "tRNS", "acTL", "pHYs", "eXIf", "tIME");

    private final BlockReader in;
    /** The chunks seen that may stand only once. */
    private final Set<String> seen = new HashSet<>();
    private boolean palette;
    /** Whether a chunk came that must stand behind the palette, if there is one. */
    private boolean paletteIsLate;
    private boolean data;
    private boolean dataEnded;

    PngOrder(BlockReader in) {
        this.in = in;
    }

    /** Whether these are four letters, as the name of every chunk is. */
    static boolean isName(int type) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            int letter = (type >>> shift) & 0xff & ~SMALL;
            if (letter < 'A' || letter > 'Z') {
                return false;
            }
        }
        return true;
    }

    /** Takes the next chunk, which begins at this place. */
    void next(int type, long at, PngShape shape) {
        if (type == IDAT) {
            if (dataEnded) {
                throw in.damaged(at, "more of the picture's data (IDAT) stands apart from the rest of it");
            }
            if (!data && !palette && shape.colorType() == PngShape.PALETTE) {
                throw in.damaged(at, "the picture's data begins without the palette (PLTE) that it needs");
            }
            data = true;
            return;
        }
        dataEnded = data;
        String name = FourCc.text(type);
        if (ONCE.contains(name) && !seen.add(name)) {
            throw in.damaged(at, "the chunk %s is there twice".formatted(name));
        }
        if (BEFORE_PALETTE.contains(name)) {
            require(!palette, name, "before the palette (PLTE)", at);
            require(!data, name, "before the picture's data (IDAT)", at);
        } else if (BEHIND_PALETTE.contains(name)) {
            paletteIsLate = true;
            require(!data, name, "before the picture's data (IDAT)", at);
        } else if (BEFORE_DATA.contains(name)) {
            require(!data, name, "before the picture's data (IDAT)", at);
        } else {
            critical(type, name, at);
        }
    }

    private void critical(int type, String name, long at) {
        switch (type) {
            case IHDR -> {
            }
            case PLTE -> {
                require(!paletteIsLate, name, "before bKGD, hIST and tRNS", at);
                require(!data, name, "before the picture's data (IDAT)", at);
                palette = true;
            }
            case IEND -> require(data, name, "behind the picture's data (IDAT), and there is none", at);
            default -> {
                // A capital as its first letter says that the picture cannot be shown without the chunk.
                if ((type >>> 24 & SMALL) == 0) {
                    throw in.damaged(at, "the format has no chunk " + name);
                }
            }
        }
    }

    private void require(boolean condition, String name, String place, long at) {
        if (!condition) {
            throw in.damaged(at, "the chunk %s belongs %s".formatted(name, place));
        }
    }
}
