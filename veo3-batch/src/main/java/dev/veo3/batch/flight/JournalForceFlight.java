// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** For the flight recorder: records of the journal go to the disk together. */
@Name("dev.veo3.JournalForce")
@Label("Journal Force")
@Description("Records of the journal go to the disk")
@Category("veo3")
@StackTrace(false)
@Threshold("1 ms")
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class JournalForceFlight extends Event {
    @Label("Bytes")
    @DataAmount
    private long bytes;

    /** Nothing has been measured yet. */
    public JournalForceFlight() {}

    /** Writes it into the recordings that run. */
    public void keep(long bytes) {
        this.bytes = bytes;
        commit();
    }
}
