// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.micrometer;

import dev.veo3.batch.metrics.Phase;
import io.micrometer.core.instrument.LongTaskTimer;

/** How far one job has come. Its events come one after the other, so it is used by one thread at a time. */
final class JobWay {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final LongTaskTimer.Sample sample;
    private final long started;
    private boolean submitting;
    private long submitted = NOT_YET;
    private long generated = NOT_YET;
    private long downloading = NOT_YET;
    private long downloaded = NOT_YET;

    JobWay(LongTaskTimer.Sample sample, long started) {
        this.sample = sample;
        this.started = started;
    }

    /** Is told how long a phase took, in nanoseconds. */
    @FunctionalInterface
    interface Phases {
        void took(Phase phase, long nanos);
    }

    void submitting() {
        submitting = true;
    }

    void submitted(long now, Phases phases) {
        submitting = false;
        if (submitted == NOT_YET) {
            submitted = now;
            phases.took(Phase.SUBMIT, now - started);
        }
    }

    /** The submission that was on its way was not taken: whether there was one. */
    boolean notSubmitted() {
        boolean was = submitting;
        submitting = false;
        return was;
    }

    void generated(long now, Phases phases) {
        if (submitted != NOT_YET && generated == NOT_YET) {
            generated = now;
            phases.took(Phase.GENERATE, now - submitted);
        }
    }

    void downloading(long now, Phases phases) {
        generated(now, phases);
        if (downloading == NOT_YET) {
            downloading = generated == NOT_YET ? now : generated;
        }
    }

    void downloaded(long now) {
        downloaded = now;
    }

    void ended(long now, Phases phases) {
        sample.stop();
        generated(now, phases);
        if (downloading != NOT_YET) {
            phases.took(Phase.DOWNLOAD, (downloaded == NOT_YET ? now : downloaded) - downloading);
        }
    }
}
