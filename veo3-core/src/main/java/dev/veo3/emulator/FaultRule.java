// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.util.SplittableRandom;

/**
 * When a fault happens: at which stage, for which requests, and at which of those. A rule counts the requests that it
 * concerns, from 1. Where several rules would strike, the one that was added first does, but all of them count.
 *
 * @param stage what the request wants
 * @param selector which requests the rule concerns and counts
 * @param occasion at which of those it strikes
 * @param fault what happens
 * @since 1.0
 */
public record FaultRule(Stage stage, Selector selector, Occasion occasion, Fault fault) {

    /** What a request wants. */
    public enum Stage {
        /** Begin an operation. Requests that are refused as invalid are not counted. */
        SUBMIT,
        /** Look at an operation, or at a file that is being processed. */
        POLL,
        /** Fetch a result from storage. */
        DOWNLOAD
    }

    /** Which requests a rule concerns. */
    public sealed interface Selector {}

    /** All of them. */
    public record Every() implements Selector {}

    /**
     * Those of one job.
     *
     * @param name the label {@code veo3-job}, or the hash of the submission's body
     */
    public record OfJob(String name) implements Selector {}

    /**
     * Those of operations whose prompt contains a text.
     *
     * @param text what it contains, in this case of letters
     */
    public record OfPrompt(String text) implements Selector {}

    /** At which of the requests that it concerns a rule strikes. */
    public sealed interface Occasion {}

    /**
     * At a row of them.
     *
     * @param from the first, counted from 1
     * @param to the last
     */
    public record Numbers(int from, int to) implements Occasion {

        /** Checks that the numbers are in order. */
        public Numbers {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("Requests are counted from 1, not from " + from + " to " + to);
            }
        }
    }

    /**
     * At a share of them, as if by chance; the same seed strikes the same numbers.
     *
     * @param rate how many of them, 0 to 1
     * @param seed where the chance comes from
     */
    public record Share(double rate, long seed) implements Occasion {

        /** Checks the rate. */
        public Share {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("A rate is from 0 to 1, not " + rate);
            }
        }
    }

    /** Checks that the fault can happen at the stage, and to these requests only. */
    public FaultRule {
        boolean possible = switch (fault) {
            case Fault.OfReply reply -> true;
            case Fault.OfDownload download -> stage == Stage.DOWNLOAD;
            case Fault.OfSubmission submission -> stage == Stage.SUBMIT;
        };
        if (!possible) {
            throw new IllegalArgumentException(fault + " cannot happen at the stage " + stage + ": use it with "
                    + (fault instanceof Fault.OfSubmission ? "onSubmit" : "onDownload"));
        }
        if (fault instanceof Fault.ResetBeforeBody && !(selector instanceof Every)) {
            throw new IllegalArgumentException(
                    "A reset before the body is read concerns every request: nobody knows yet whose it is");
        }
    }

    /** Strikes every submission. */
    public static FaultRule onSubmit(Fault fault) {
        return always(Stage.SUBMIT, fault);
    }

    /** Strikes every poll. */
    public static FaultRule onPoll(Fault.OfReply fault) {
        return always(Stage.POLL, fault);
    }

    /** Strikes every download. */
    public static FaultRule onDownload(Fault.OfDownload fault) {
        return always(Stage.DOWNLOAD, fault);
    }

    /**
     * Reads a rule as it stands on a command line: {@code submit:503}, {@code poll:first=3:reset-after-body},
     * {@code submit:rate=0.05:seed=7:429:retry-after=2s}, {@code download:job=a:cut=1000}.
     *
     * @throws IllegalArgumentException when it is written otherwise, with what it may look like
     */
    public static FaultRule parse(String text) {
        return FaultText.parse(text);
    }

    /** The same for one job only, told by its label {@code veo3-job} or its body's hash. */
    public FaultRule job(String name) {
        return new FaultRule(stage, new OfJob(name), occasion, fault);
    }

    /** The same only for operations whose prompt contains this text. */
    public FaultRule promptContains(String text) {
        return new FaultRule(stage, new OfPrompt(text), occasion, fault);
    }

    /** The same for the first {@code count} of these requests only. */
    public FaultRule first(int count) {
        return new FaultRule(stage, selector, new Numbers(1, count), fault);
    }

    /** The same for one of these requests only, counted from 1. */
    public FaultRule nth(int number) {
        return new FaultRule(stage, selector, new Numbers(number, number), fault);
    }

    /** The same for a share of these requests, 0 to 1; which they are depends on their number and the seed only. */
    public FaultRule rate(double share, long seed) {
        return new FaultRule(stage, selector, new Share(share, seed), fault);
    }

    /** Whether it strikes the request of this number. */
    boolean strikes(long number) {
        return switch (occasion) {
            case Numbers numbers -> number >= numbers.from() && number <= numbers.to();
            case Share share -> new SplittableRandom(share.seed() * 31 + number).nextDouble() < share.rate();
        };
    }

    private static FaultRule always(Stage stage, Fault fault) {
        return new FaultRule(stage, new Every(), new Numbers(1, Integer.MAX_VALUE), fault);
    }
}
