// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** For the flight recorder: a video comes to its place. */
@Name("dev.veo3.Download")
@Label("Download")
@Description("A video comes to its place")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class DownloadFlight extends Event {
    @Label("Kind")
    private @Nullable String kind;

    @Label("Outcome")
    private @Nullable String outcome;

    @Label("HTTP Status")
    private int status;

    @Label("Bytes")
    @DataAmount
    private long bytes;

    /** Nothing has been measured yet. */
    public DownloadFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(String kind, String outcome, int status, long bytes) {
        this.kind = kind;
        this.outcome = outcome;
        this.status = status;
        this.bytes = bytes;
        commit();
    }
}
