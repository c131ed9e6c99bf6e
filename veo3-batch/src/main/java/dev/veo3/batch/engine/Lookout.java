// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.metrics.Alarms;
import dev.veo3.batch.metrics.ErrorWindow;
import dev.veo3.batch.metrics.HeapMemory;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.VeoException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one batch and tells what a person should look at: the log, the listeners, and in the end the report. */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final Parts parts;
    private final Meters meters;
    private final Supplier<@Nullable Crew> crew;
    private final Alarms alarms;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread thread;

    Lookout(Parts parts, Meters meters, Supplier<@Nullable Crew> crew) {
        this.parts = parts;
        this.meters = meters;
        this.crew = crew;
        this.alarms = parts.alarms();
    }

    Alarms alarms() {
        return alarms;
    }

    void start() {
        thread = Thread.ofVirtual().name("veo3-lookout").start(this::watch);
    }

    private void watch() {
        try {
            // Its pace is that of this machine, also where the batch's time is one that a test moves: what it sees it judges by that.
            while (!over.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but to end it.
        }
    }

    /** Looks around once. */
    void look() {
        tell(parts, alarms.memory(HeapMemory.afterCollection()));
        ErrorWindow.Rate recent = meters.recent();
        tell(parts, alarms.errors(recent.errors(), recent.ended()));
        Crew hands = crew.get();
        if (hands != null) {
            long now = parts.tally().elapsed().toNanos();
            hands.eachRunning((job, since) -> tell(parts, alarms.running(job.id(), now - since)));
        }
    }

    /** A job has ended, after that time. */
    static void ended(Parts parts, Job job, long nanos) {
        if (parts.alarms().isSlow(nanos)) {
            tell(parts, parts.alarms().ended(job.id(), nanos));
        }
    }

    /** An executor has thrown what made its job fail. Exceptions that its signature has, and those of the library, are no crash. */
    static void crashed(Parts parts, Job job, Throwable error) {
        boolean expected = error instanceof VeoException
                || (error instanceof Exception && !(error instanceof RuntimeException));
        if (!expected) {
            tell(parts, parts.alarms().crashed(job.id(), error.getClass()));
        }
    }

    private static void tell(Parts parts, Optional<Alert> news) {
        news.ifPresent(alert -> {
            LOG.warn("{}", alert.message());
            parts.announce(new BatchEvent.Alerted(alert));
        });
    }

    /** Looks a last time, and watches no more. Whether the calling thread was interrupted meanwhile. */
    boolean close() {
        look();
        over.countDown();
        return thread != null && Threads.join(thread);
    }
}
