// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs without all of their videos, by outcome and reason. Reasons that differ in numbers and quoted names only are one. After many
 * different ones, the others of an outcome are counted together.
 */
final class FailureGroups {
    private static final int MOST = 100;
    private static final int EXAMPLES = 5;
    private static final int LONGEST_KEY = 200;
    private static final String OTHERS = "other reasons";
    private static final String STATUS = "HTTP ";
    private static final int STATUS_DIGITS = 3;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Jobs that ended alike. */
    static final class Group {
        private final String outcome;
        private final String reason;
        private final int number;
        private final List<String> examples = new ArrayList<>();
        private long jobs;

        private Group(String outcome, String reason, int number) {
            this.outcome = outcome;
            this.reason = reason;
            this.number = number;
        }

        String outcome() {
            return outcome;
        }

        /** Tells it from the others. */
        int number() {
            return number;
        }

        /** The reason of the first of them. */
        String reason() {
            return reason;
        }

        long jobs() {
            return jobs;
        }

        /** The ids of the first ones. */
        List<String> examples() {
            return List.copyOf(examples);
        }

        /** What to do, a sentence or two. */
        String advice() {
            return Advice.on(outcome, reason);
        }
    }

    /** Why the most of these have no video, and what to do; empty when there are none. */
    static Optional<String> commonest(Stream<JobResult> failed) {
        FailureGroups groups = new FailureGroups();
        failed.forEachOrdered(result -> groups.add(ReportedJob.of(result, JobTimes.UNKNOWN)));
        return groups.all().stream().findFirst().map(most -> most.outcome().replace('_', ' ') + ": " + most.reason()
                + (most.reason().endsWith(".") ? " " : ". ") + most.advice());
    }

    void add(ReportedJob job) {
        if (!isIn(job)) {
            return;
        }
        String reason = reason(job);
        String key = key(job);
        Group group = groups.get(key);
        if (group == null) {
            boolean full = groups.size() >= MOST;
            String told = full ? OTHERS : reason;
            group = groups.computeIfAbsent(full ? job.outcome() + '\n' : key,
                    k -> new Group(job.outcome(), told, groups.size()));
        }
        group.jobs++;
        if (group.examples.size() < EXAMPLES) {
            group.examples.add(job.id());
        }
    }

    private static boolean isIn(ReportedJob job) {
        return !job.success() || job.reason().isPresent();
    }

    private static String reason(ReportedJob job) {
        return job.reason().orElse("no reason was given");
    }

    private static String key(ReportedJob job) {
        return job.outcome() + '\n' + alike(reason(job));
    }

    /** The number of the group of a job that was added; -1 when it is in none. */
    int number(ReportedJob job) {
        if (!isIn(job)) {
            return -1;
        }
        Group group = groups.get(key(job));
        Group found = group != null ? group : groups.get(job.outcome() + '\n');
        return found == null ? -1 : found.number();
    }

    /** A reason without what tells one job from another; the status of an answer stays. */
    private static String alike(String reason) {
        String text = reason.length() > LONGEST_KEY ? reason.substring(0, LONGEST_KEY) : reason;
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        for (int at = status(text, 0); at >= 0; at = status(text, from)) {
            blur(text.substring(from, at), kept);
            from = at + STATUS.length() + STATUS_DIGITS;
            kept.append(text, at, from);
        }
        blur(text.substring(from), kept);
        return kept.toString();
    }

    /** Where the next status of an answer is; -1 when there is none. */
    private static int status(String text, int from) {
        int at = text.indexOf(STATUS, from);
        while (at >= 0) {
            int digits = at + STATUS.length();
            int end = digits;
            while (end < text.length() && end < digits + STATUS_DIGITS && isDigit(text.charAt(end))) {
                end++;
            }
            if (end == digits + STATUS_DIGITS) {
                return at;
            }
            at = text.indexOf(STATUS, at + 1);
        }
        return -1;
    }

    /** Puts a tilde for each quoted name, and then for each word with a digit or a slash in it. */
    private static void blur(String text, StringBuilder kept) {
        int word = kept.length();
        boolean isName = false;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            int close = unit == '"' ? text.indexOf('"', i + 1) : -1;
            if (close >= 0) {
                kept.append('~');
                i = close;
            } else if (isSpace(unit)) {
                endWord(kept, word, isName);
                kept.append(unit);
                word = kept.length();
                isName = false;
            } else {
                kept.append(unit);
                isName |= unit == '/' || isDigit(unit);
            }
        }
        endWord(kept, word, isName);
    }

    private static void endWord(StringBuilder kept, int word, boolean isName) {
        if (isName) {
            kept.setLength(word);
            kept.append('~');
        }
    }

    private static boolean isSpace(char unit) {
        return unit == ' ' || (unit >= '\t' && unit <= '\r');
    }

    private static boolean isDigit(char unit) {
        return unit >= '0' && unit <= '9';
    }

    /** The groups, the largest first. */
    List<Group> all() {
        return groups.values().stream().sorted(Comparator.comparingLong(Group::jobs).reversed()).toList();
    }
}
