// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** For the flight recorder: the service says that a quota is used up. */
@Name("dev.veo3.RateLimitHit")
@Label("Rate Limit Hit")
@Description("The service says that a quota is used up")
@Category("veo3")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class RateLimitHitFlight extends Event {
    @Label("Job")
    private @Nullable String job;

    @Label("Model")
    private @Nullable String model;

    @Label("Attempt")
    private int attempt;

    @Label("HTTP Status")
    private int status;

    @Label("Pause")
    @Timespan(Timespan.MILLISECONDS)
    private long pause;

    /** Nothing has been measured yet. */
    public RateLimitHitFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String job, String model, int attempt, int status, long pause) {
        this.job = job;
        this.model = model;
        this.attempt = attempt;
        this.status = status;
        this.pause = pause;
        commit();
    }
}
