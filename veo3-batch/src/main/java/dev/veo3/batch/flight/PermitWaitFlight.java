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

/** For the flight recorder: a submission is held back by a pause, a rate or the number of jobs in flight. */
@Name("dev.veo3.PermitWait")
@Label("Permit Wait")
@Description("A submission is held back")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class PermitWaitFlight extends Event {
    @Label("Job")
    private @Nullable String job;

    @Label("Model")
    private @Nullable String model;

    /** Nothing has been measured yet. */
    public PermitWaitFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String job, String model) {
        this.job = job;
        this.model = model;
        commit();
    }
}
