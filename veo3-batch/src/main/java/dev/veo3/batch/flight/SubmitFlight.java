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

/** For the flight recorder: one attempt at a step that may be paid, from the first byte that leaves until its fate is known. */
@Name("dev.veo3.Submit")
@Label("Submit")
@Description("One attempt to hand a job to the service")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class SubmitFlight extends Event {
    @Label("Job")
    private @Nullable String job;

    @Label("Model")
    private @Nullable String model;

    @Label("Step")
    private @Nullable String step;

    @Label("Attempt")
    private int attempt;

    @Label("Outcome")
    private @Nullable String outcome;

    @Label("HTTP Status")
    private int status;

    /** Nothing has been measured yet. */
    public SubmitFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String job, String model, String step, int attempt, String outcome, int status) {
        this.job = job;
        this.model = model;
        this.step = step;
        this.attempt = attempt;
        this.outcome = outcome;
        this.status = status;
        commit();
    }
}
