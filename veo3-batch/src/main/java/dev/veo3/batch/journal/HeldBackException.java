// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * A limit that several workers share does not let an intent through. It is not kept, nothing may be sent, and the same attempt may be
 * tried again. The journal itself is well. Thrown only by journals that several workers share.
 *
 * @since 1.0
 */
public final class HeldBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Negative when no wait helps. */
    private final long nanos;

    private HeldBackException(String message, long nanos) {
        super(message);
        this.nanos = nanos;
    }

    /**
     * Held back for a while.
     *
     * @param why what does not let it through, a clause
     * @param wait after which it is worth while to try again
     */
    public static HeldBackException until(String why, Duration wait) {
        return new HeldBackException(why, Math.max(0, wait.toNanos()));
    }

    /**
     * Held back for good: no job that runs gives back what is missing.
     *
     * @param why what does not let it through, a clause
     */
    public static HeldBackException forGood(String why) {
        return new HeldBackException(why, -1);
    }

    /** After which time it is worth while to try again; empty when no wait helps. */
    public Optional<Duration> pause() {
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** The same for another thread: an exception belongs to whom it is thrown at. */
    public HeldBackException again() {
        return new HeldBackException(String.valueOf(getMessage()), nanos);
    }
}
