// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** For the flight recorder: how many jobs may be in flight has changed. */
@Name("dev.veo3.LimitChange")
@Label("Limit Change")
@Description("How many jobs may be in flight has changed")
@Category("veo3")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class LimitChangeFlight extends Event {
    @Label("From")
    private int from;

    @Label("To")
    private int to;

    @Label("Reason")
    private @Nullable String reason;

    /** Nothing has been measured yet. */
    public LimitChangeFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(int from, int to, String reason) {
        this.from = from;
        this.to = to;
        this.reason = reason;
        commit();
    }
}
