// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a batch has left behind when it ended: threads, permits, open files, memory.
 *
 * @since 1.0
 */
public record BatchHealth(List<Finding> findings) {

    /** How a finding is to be taken. */
    public enum State {
        /** As it should be. */
        FINE,
        /** Somebody should look at it. */
        SUSPECT,
        /** This machine does not tell. */
        UNKNOWN
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what it is, for example {@code open files}
     * @param figures what was found, a clause
     */
    public record Finding(String subject, State state, String figures) {}

    /** Copies the list. */
    public BatchHealth {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is suspect. */
    public boolean isFine() {
        return findings.stream().noneMatch(finding -> finding.state() == State.SUSPECT);
    }

    /** One line for each finding, for people. */
    public String describe() {
        return findings.stream().map(finding -> switch (finding.state()) {
            case FINE -> "ok       ";
            case SUSPECT -> "SUSPECT  ";
            case UNKNOWN -> "unknown  ";
        } + finding.subject() + ": " + finding.figures()).collect(Collectors.joining(System.lineSeparator()));
    }
}
