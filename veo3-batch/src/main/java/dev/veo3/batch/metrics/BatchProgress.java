package dev.veo3.batch.metrics;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a batch has come.
 *
 * @param total how many jobs it has
 * @param succeeded jobs with a video
 * @param failed jobs that ended without one, for whatever reason
 * @param running jobs that have been taken up and have not ended
 * @param throttled how often the service said that a quota is used up
 * @param cost what the ended jobs have cost or may have
 * @param elapsed since the batch began
 */
public record BatchProgress(int total, int succeeded, int failed, int running, int throttled, Usd cost,
        Duration elapsed) {

    /** Jobs that have ended. */
    public int done() {
        return succeeded + failed;
    }

    /** Ended jobs a minute so far; 0 before the first. */
    public double jobsPerMinute() {
        double minutes = elapsed.toNanos() / 60e9;
        return minutes > 0 ? done() / minutes : 0;
    }

    /** How long the rest takes if it goes on like this; empty before the first job has ended. */
    public Optional<Duration> remaining() {
        if (done() == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() / (double) done() * (total - done()))));
    }
}
