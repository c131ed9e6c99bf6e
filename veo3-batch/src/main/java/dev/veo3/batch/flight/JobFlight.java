// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** For the flight recorder: a job, from the moment at which it was taken up until it ended or was put back. */
@Name("dev.veo3.Job")
@Label("Job")
@Description("A job, from when it was taken up until it ended")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class JobFlight extends Event {
    @Label("Job")
    private @Nullable String job;

    @Label("Model")
    private @Nullable String model;

    @Label("Outcome")
    private @Nullable String outcome;

    @Label("Attempts")
    private int attempts;

    /** Nothing has been measured yet. */
    public JobFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String job, String model, String outcome, int attempts) {
        this.job = job;
        this.model = model;
        this.outcome = outcome;
        this.attempts = attempts;
        commit();
    }
}
