// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What lives of one class after the garbage collector has run. {@code jdk.ObjectCount} leaves out what takes less than 0.5 % of the heap. */
@Name(LiveClassEvent.NAME)
@Label("Live Class")
@Description("Objects of a class that live after a full garbage collection")
@Category({"veo3", "Profile"})
@Enabled(false)
@StackTrace(false)
final class LiveClassEvent extends Event {
    static final String NAME = "dev.veo3.LiveClass";

    @Label("Moment")
    @Description("start or end of the recording")
    final String moment;

    @Label("Class Name")
    final String className;

    @Label("Instances")
    final long instances;

    @Label("Bytes")
    @DataAmount
    final long bytes;

    LiveClassEvent(String moment, LiveClass live) {
        this.moment = moment;
        this.className = live.name();
        this.instances = live.instances();
        this.bytes = live.bytes();
    }
}
