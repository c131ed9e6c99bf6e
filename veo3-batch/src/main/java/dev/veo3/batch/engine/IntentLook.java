// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.time.TimeSource;
import dev.veo3.video.LastLook;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks right before a request leaves whether its intent still stands, if this program may have stood still since the intent was
 * made: other workers may believe then that it is dead, and declare the attempt ambiguous. For one attempt.
 */
final class IntentLook implements LastLook {
    private final TimeSource time;
    private final Duration pause;
    private final Supplier<Optional<String>> obstacle;
    private volatile Moment last;
    private volatile boolean overtaken;

    /** Both clocks at one moment, since either may stand still or jump: elapsed time stands still while the machine is suspended. */
    private record Moment(long nanos, long wall) {}

    /**
     * An intent that is about to be made.
     *
     * @param pause less than any lease, and more than a submission takes on its way when nothing is wrong
     * @param obstacle says what has become of the intent, if it does not stand any more
     */
    IntentLook(TimeSource time, Duration pause, Supplier<Optional<String>> obstacle) {
        this.time = time;
        this.pause = pause;
        this.obstacle = obstacle;
        this.last = now();
    }

    private Moment now() {
        return new Moment(time.nanos(), time.now().toEpochMilli());
    }

    @Override
    public Optional<String> obstacle() {
        Moment now = now();
        // A wall clock that was put forward costs one question more, and nothing else hangs on it.
        boolean mayHaveStood = now.nanos() - last.nanos() > pause.toNanos()
                || now.wall() - last.wall() > pause.toMillis();
        if (!mayHaveStood) {
            return Optional.empty();
        }
        Optional<String> found = obstacle.get();
        if (found.isEmpty()) {
            // As it stood when the question was asked, not when it was answered.
            last = now;
        } else {
            overtaken = true;
        }
        return found;
    }

    /** Whether the intent was found not to stand any more. */
    boolean isOvertaken() {
        return overtaken;
    }
}
