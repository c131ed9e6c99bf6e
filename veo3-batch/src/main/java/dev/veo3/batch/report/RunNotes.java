package dev.veo3.batch.report;

import java.util.List;
import java.util.Optional;

/**
 * What was noted about a run as a whole, for its report.
 *
 * @param alerts what a person should look at
 * @param bottleneck what held the run up most
 * @param health what was looked at when it ended
 */
public record RunNotes(List<Alert> alerts, Optional<Bottleneck> bottleneck, List<Check> health) {

    /** Nothing was noted. */
    public static final RunNotes NONE = new RunNotes(List.of(), Optional.empty(), List.of());

    /** Copies the lists. */
    public RunNotes {
        alerts = List.copyOf(alerts);
        health = List.copyOf(health);
    }

    /**
     * Something that a person should look at.
     *
     * @param kind what was watched, a word or two
     * @param message what it is, a sentence
     */
    public record Alert(String kind, String message) {}

    /**
     * What held the run up most.
     *
     * @param cause its name, a word or two
     * @param shares how much of the time each cause took, the largest first
     * @param advice what to do about it, a sentence
     */
    public record Bottleneck(String cause, List<Share> shares, String advice) {

        /** Copies the list. */
        public Bottleneck {
            shares = List.copyOf(shares);
        }
    }

    /**
     * How much of the time a cause took.
     *
     * @param part from 0 to 1
     */
    public record Share(String cause, double part) {}

    /**
     * One thing that was looked at when the run ended.
     *
     * @param subject what it is
     * @param figures what was found, a clause
     */
    public record Check(String subject, Verdict verdict, String figures) {}

    /** How a check is to be taken. */
    public enum Verdict {
        /** As it should be. */
        FINE,
        /** Somebody should look at it. */
        SUSPECT,
        /** This machine does not tell. */
        UNKNOWN
    }
}
