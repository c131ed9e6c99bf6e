package dev.veo3.emulator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The fault rules of one emulator and how often each has met its requests. Thread-safe. */
final class FaultBook {

    private record Counted(FaultRule rule, AtomicLong met) {}

    private final List<Counted> rules;

    FaultBook(List<FaultRule> rules) {
        this.rules = rules.stream().map(rule -> new Counted(rule, new AtomicLong())).toList();
    }

    /** Counts a request and answers what happens to it. */
    Optional<Fault> strike(FaultRule.Stage stage, Submission submission) {
        Optional<Fault> struck = Optional.empty();
        for (Counted counted : rules) {
            FaultRule rule = counted.rule;
            if (rule.stage() == stage && concerns(rule.selector(), submission)) {
                long number = counted.met.incrementAndGet();
                if (struck.isEmpty() && number >= rule.from() && number <= rule.to()) {
                    struck = Optional.of(rule.fault());
                }
            }
        }
        return struck;
    }

    private static boolean concerns(FaultRule.Selector selector, Submission submission) {
        return switch (selector) {
            case FaultRule.Every every -> true;
            case FaultRule.OfJob job -> submission.isOf(job.name());
            case FaultRule.OfPrompt prompt -> submission.request().prompt().contains(prompt.text());
        };
    }
}
