// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

/**
 * The rule of {@link AdaptiveLimit}: where the limit stands, and what acceptances and refusals make of it. It holds a level that
 * fits, or it climbs from there to a goal, one job at a time, until a refusal says where the room ends. Not thread-safe:
 * {@link AdaptiveLimit} locks.
 */
final class QuotaSearch {
    static final int START = 2;
    private static final int NONE = -1;

    private final int most;
    private final TrialPace pace = new TrialPace();
    private int limit;
    /** How many are known to fit; the goal is the same while the limit holds, and more while it climbs. */
    private int fits;
    private int goal;
    private int mostThatFitted;
    /** How many goals have been reached since the limit last held, and how many acceptances have confirmed the present one. */
    private int goals;
    private int proofs;
    private int refusalsInARow;
    /** How many ran at a refusal that has not been confirmed. */
    private int doubted = NONE;

    QuotaSearch(int most, int learned) {
        this.most = most;
        limit = Math.min(START, most);
        fits = limit;
        goal = Math.clamp(learned, limit, most);
    }

    int limit() {
        return limit;
    }

    int level() {
        return Math.min(limit, goal);
    }

    /**
     * A submission was accepted that left after the limit last fell.
     *
     * @param running how many run now, this one among them
     * @param used whether the limit is used up
     */
    void accepted(int running, boolean used, long now) {
        acquit(running);
        refusalsInARow = 0;
        pace.accepted();
        if (used) {
            grow(running, now);
        }
    }

    /** A submission was accepted that had left before the limit fell: what runs now fits, whatever the refusal looked like. */
    void acceptedLate(int running) {
        acquit(running);
        // After several refusals in a row this is the exception and not the rule.
        if (refusalsInARow <= 1) {
            raiseTo(running);
        }
    }

    /** So many are known to fit. */
    void raiseTo(int running) {
        limit = Math.max(limit, Math.min(most, running));
        fits = Math.max(fits, limit);
        goal = Math.max(goal, limit);
    }

    private void acquit(int running) {
        if (doubted != NONE && running > doubted) {
            doubted = NONE;
            pace.forgive();
        }
    }

    private void grow(int running, long now) {
        if (running >= goal) {
            proofs++;
        }
        if (limit < goal) {
            limit++;
        } else if (fits < goal) {
            // Half of the jobs have been replaced without a refusal: not just luck, like the end of a job that nobody knew of yet.
            if (proofs >= Math.max(1, goal / 2)) {
                fits = goal;
                mostThatFitted = Math.max(mostThatFitted, fits);
                goals++;
                climb();
            }
        } else if (pace.mayTry(now, fits < known())) {
            climb();
        }
    }

    /** One job tries; then up to what has fitted before; then one more, and twice as many with each further goal. */
    private void climb() {
        long next = switch (goals) {
            case 0 -> fits + 1L;
            case 1 -> Math.max(fits + 1L, known());
            default -> fits + (1L << Math.min(goals - 1, 30));
        };
        goal = (int) Math.min(most, next);
        limit = Math.min(most, fits + 1);
        proofs = 0;
    }

    /** Up to here the way is known: a little less than what has fitted before. */
    private int known() {
        return (int) (mostThatFitted * 9L / 10);
    }

    /** A submission was refused that left after the limit last fell, while so many ran. */
    void refused(int running, long now) {
        pace.refused();
        if (fits < goal && running >= fits) {
            endOfRoom(Math.max(1, running), now);
            return;
        }
        refusalsInARow++;
        if (refusalsInARow == 1 && running > doubted) {
            doubted = running;
            limit = Math.max(1, running);
            proofs = 0;
            pace.postpone(now);
        } else {
            shrink(running, now);
        }
    }

    private void endOfRoom(int running, long now) {
        pace.settled(now, goals <= 1 && running - fits <= 1);
        hold(running);
        limit = running;
    }

    /** It fitted before, and was refused twice. The more refusals in a row, the further the quota has fallen. */
    private void shrink(int running, long now) {
        pace.settled(now, false);
        hold(Math.max(1, running));
        limit = Math.max(1, switch (refusalsInARow) {
            case 1 -> running;
            case 2 -> (int) (running * 7L / 10);
            default -> running / 2;
        });
        // From there it climbs again to where the refusal came.
        fits = limit;
        doubted = NONE;
    }

    private void hold(int level) {
        fits = level;
        goal = level;
        mostThatFitted = Math.max(mostThatFitted, level);
        goals = 0;
        proofs = 0;
    }
}
