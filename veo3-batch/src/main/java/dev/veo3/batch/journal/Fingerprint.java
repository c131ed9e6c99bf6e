// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

/** Short numbers that stand for texts: equal texts have equal ones, and different texts different ones but for bad luck. */
final class Fingerprint {
    /** The fingerprint of no text at all. */
    static final long NONE = 0;

    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;

    private Fingerprint() {}

    /** 64 bits of a text, never {@link #NONE}. */
    static long of(String text) {
        long print = of(text, SEED);
        return print == NONE ? 1 : print;
    }

    /** 64 bits of a text; of two seeds, two that have nothing to do with each other. */
    static long of(String text, long seed) {
        long hash = seed ^ text.length();
        for (int i = 0; i < text.length(); i++) {
            // A product of 128 bits, folded: each character reaches every bit.
            long factor = hash ^ text.charAt(i) * SEED;
            hash = factor * 0xA076_1D64_78BD_642FL ^ Math.multiplyHigh(factor, 0xA076_1D64_78BD_642FL);
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long z = (hash ^ hash >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
