// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.limit.PermitGate;
import dev.veo3.batch.metrics.Tally;

/**
 * The right of a worker to have a job in flight. It has one when it starts, gives it up while its job needs none, and may want one
 * again for a job that has begun: such a job comes before those that have not. For the worker's thread only.
 */
final class WorkerPermit implements AutoCloseable {
    private final Crew crew;
    private final Parts parts;
    private final InFlight inFlight;
    private final PermitGate gate;
    private final Tally.Sheet sheet;
    private boolean held = true;
    private boolean wanting;
    /** Whether it was wanting since it began to wait. */
    private boolean wanted;

    /** One that has been taken. */
    WorkerPermit(Crew crew, Parts parts, Tally.Sheet sheet) {
        this.crew = crew;
        this.parts = parts;
        this.inFlight = parts.inFlight();
        this.gate = inFlight.gate();
        this.sheet = sheet;
        sheet.permitTaken(parts.time().nanos());
    }

    /** Whether the worker goes on with another job. */
    boolean isKept() {
        if (inFlight.isWanted()) {
            // A job that was refused goes first.
            return false;
        }
        holds(held ? gate.keeps() : gate.tryAcquire());
        return held;
    }

    boolean isHeld() {
        return held;
    }

    /** Lets another job be in flight in place of this one. */
    void giveUp() {
        if (held) {
            holds(false);
            gate.release();
            crew.permitReleased();
        }
    }

    /** Whether it is held while a job waits for one that has begun. */
    boolean isInTheWay() {
        return held && inFlight.isWanted();
    }

    /** Leaves it to a job that waits for one, if there is any. */
    void yieldToOthers() {
        if (isInTheWay()) {
            giveUp();
        }
    }

    /** Keeps it away from everybody: the caller sees to it that it is given back some day. */
    void leaveBehind() {
        holds(false);
    }

    /** Keeps it unless the limit has fallen below what is in flight; takes one if there is none and one is free. */
    boolean take() {
        holds(held ? gate.keeps() : gate.tryAcquire());
        want(!held);
        return held;
    }

    private void holds(boolean now) {
        if (now != held) {
            held = now;
            if (now) {
                sheet.permitTaken(parts.time().nanos());
            } else {
                sheet.permitGiven(parts.time().nanos());
            }
        }
    }

    private void want(boolean now) {
        if (now && !wanting) {
            wanted = true;
            inFlight.wants();
            // A permit may be in the hands of one that waits for something else.
            parts.signal().raise();
        } else if (!now && wanting) {
            inFlight.wantsNoMore();
        }
        wanting = now;
    }

    /** It is not waited for any more: what was kept free for it is for others. */
    void endWaiting() {
        want(false);
        if (wanted) {
            wanted = false;
            crew.noLongerWanted();
        }
    }

    /** The worker's thread ends. */
    @Override
    public void close() {
        if (held) {
            gate.release();
            parts.signal().raise();
        }
    }
}
