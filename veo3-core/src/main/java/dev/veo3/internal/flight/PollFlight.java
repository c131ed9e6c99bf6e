// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** For the flight recorder: an operation is asked how it stands. */
@Name("dev.veo3.Poll")
@Label("Poll")
@Description("An operation is asked how it stands")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class PollFlight extends Event {
    @Label("Operation")
    private @Nullable String operation;

    @Label("Outcome")
    private @Nullable String outcome;

    @Label("HTTP Status")
    private int status;

    /** Nothing has been measured yet. */
    public PollFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String operation, String outcome, int status) {
        this.operation = operation;
        this.outcome = outcome;
        this.status = status;
        commit();
    }
}
