// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What has been done of one job that must not be done twice, in this run and in those before it. For the job's thread. */
final class Steps {
    private @Nullable Map<String, String> results;
    private @Nullable Map<String, Integer> attempts;
    private @Nullable Map<String, Doubt> doubts;
    private @Nullable Set<String> redone;
    private int throttled;
    private boolean takenUp;

    /**
     * An attempt of unknown fate that an earlier run has left, or that another one is to follow.
     *
     * @param attempt its number
     * @param sent when, in milliseconds of the wall clock
     * @param why what is known of it, a clause
     * @param trace where it may have left a trace
     */
    record Doubt(int attempt, long sent, String why, Optional<String> trace) {

        /** How long ago that was, by the wall clock that was asked then. */
        Duration since(Instant now) {
            return Duration.ofMillis(Math.max(0, now.toEpochMilli() - sent));
        }
    }

    /** The result of a step that has happened; null while it has not. */
    @Nullable
    String result(String step) {
        return results == null ? null : results.get(step);
    }

    /** What has happened, by step. */
    Map<String, String> results() {
        return results == null ? Map.of() : Collections.unmodifiableMap(results);
    }

    /** Whether anything has happened. */
    boolean isEmpty() {
        return results == null;
    }

    void happened(String step, String result) {
        if (results == null) {
            results = new TreeMap<>();
        }
        results.put(step, result);
    }

    /** The journal says already that the job is taken up, and nothing else of it. */
    void takenUp() {
        takenUp = true;
    }

    boolean isTakenUp() {
        return takenUp;
    }

    /** The number of the attempt that is being made or comes next, from 1. */
    int attempt(String step) {
        return attempts == null ? 1 : attempts.getOrDefault(step, 1);
    }

    /** The service refused an attempt because a quota is used up: it does not count among those that a retry policy allows. */
    void throttled() {
        throttled++;
    }

    /** So many attempts were refused like that by earlier runs. */
    void throttledBefore(int attempts) {
        throttled += attempts;
    }

    /** The attempts at a step that a retry policy counts, of so many. */
    int counted(int attempts) {
        return attempts - throttled;
    }

    /** The attempt of that number came to nothing, or nobody knows: the next one has the next number. */
    void over(String step, int attempt) {
        if (attempts == null) {
            attempts = new TreeMap<>();
        }
        attempts.put(step, attempt + 1);
        if (redone != null) {
            redone.remove(step);
        }
    }

    /** The last attempt at a step has happened and came to nothing: another one follows. */
    void redo(String step) {
        if (redone == null) {
            redone = new TreeSet<>();
        }
        redone.add(step);
    }

    /** Whether the next attempt at a step follows one that has happened, as far as is known here. */
    boolean isRedone(String step) {
        return redone != null && redone.contains(step);
    }

    /** The steps of a job that begins anew: how often each was attempted, and nothing of what came of it. */
    Steps anew() {
        Steps anew = new Steps();
        if (attempts != null) {
            anew.attempts = new TreeMap<>(attempts);
        }
        anew.throttled = throttled;
        results().keySet().forEach(anew::redo);
        return anew;
    }

    /** Takes the attempt of unknown fate out, if there is one. */
    @Nullable
    Doubt takeDoubt(String step) {
        return doubts == null ? null : doubts.remove(step);
    }

    /**
     * An attempt of unknown fate that an earlier run left and nobody has looked at, or that another one was to follow and has not; null
     * when there is none.
     */
    @Nullable
    Doubt openDoubt() {
        return doubts == null || doubts.isEmpty() ? null : doubts.values().iterator().next();
    }

    void doubt(String step, Doubt doubt) {
        if (doubts == null) {
            doubts = new TreeMap<>();
        }
        doubts.put(step, doubt);
    }
}
