// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.operation.Submission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The fault rules of one emulator and how often each has met its requests. Thread-safe. */
final class FaultBook {

    private record Counted(FaultRule rule, AtomicLong met) {

        boolean needsNoBody() {
            return rule.fault() instanceof Fault.ResetBeforeBody;
        }
    }

    private final List<Counted> rules;

    FaultBook(List<FaultRule> rules) {
        this.rules = rules.stream().map(rule -> new Counted(rule, new AtomicLong())).toList();
    }

    /** Counts a request of which only the head is known; true when its connection is to be reset. */
    boolean strikesUnread(FaultRule.Stage stage) {
        return strike(stage, Counted::needsNoBody).isPresent();
    }

    /** Counts a request that has been read and answers what happens to it. */
    Optional<Fault> strike(FaultRule.Stage stage, Submission submission) {
        return strike(stage,
                counted -> !counted.needsNoBody() && concerns(counted.rule.selector(), submission));
    }

    private Optional<Fault> strike(FaultRule.Stage stage, Predicate<Counted> concerned) {
        Optional<Fault> struck = Optional.empty();
        for (Counted counted : rules) {
            if (counted.rule.stage() == stage && concerned.test(counted)) {
                long number = counted.met.incrementAndGet();
                if (struck.isEmpty() && counted.rule.strikes(number)) {
                    struck = Optional.of(counted.rule.fault());
                }
            }
        }
        return struck;
    }

    private static boolean concerns(FaultRule.Selector selector, Submission submission) {
        return switch (selector) {
            case FaultRule.Every every -> true;
            case FaultRule.OfJob job ->
                submission.job().equals(Optional.of(job.name())) || submission.bodyHash().equals(job.name());
            case FaultRule.OfPrompt prompt -> submission.order().prompt().contains(prompt.text());
        };
    }
}
