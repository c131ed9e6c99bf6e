package dev.veo3.emulator;

/**
 * When a fault happens: at which stage, for which requests, and at which of those. A rule counts the requests that it
 * concerns, from 1. Where several rules would strike, the one that was added first does, but all of them count.
 *
 * @param stage what the request wants
 * @param selector which requests the rule concerns and counts
 * @param from the first of those that it strikes, counted from 1
 * @param to the last of those
 * @param fault what happens
 */
public record FaultRule(Stage stage, Selector selector, int from, int to, Fault fault) {

    /** What a request wants. */
    public enum Stage {
        /** Begin an operation. Requests that are refused as invalid are not counted. */
        SUBMIT,
        /** Look at an operation. */
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

    /** Checks that the fault belongs to the stage and that the numbers are in order. */
    public FaultRule {
        if (stage != Stage.SUBMIT && !(fault instanceof Fault.OfReply)) {
            throw new IllegalArgumentException(
                    fault + " is decided when an operation is accepted: use it with onSubmit");
        }
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("Requests are counted from 1, not from " + from + " to " + to);
        }
    }

    /** Strikes every submission. */
    public static FaultRule onSubmit(Fault fault) {
        return new FaultRule(Stage.SUBMIT, new Every(), 1, Integer.MAX_VALUE, fault);
    }

    /** Strikes every poll. */
    public static FaultRule onPoll(Fault.OfReply fault) {
        return new FaultRule(Stage.POLL, new Every(), 1, Integer.MAX_VALUE, fault);
    }

    /** Strikes every download. */
    public static FaultRule onDownload(Fault.OfReply fault) {
        return new FaultRule(Stage.DOWNLOAD, new Every(), 1, Integer.MAX_VALUE, fault);
    }

    /** The same for one job only, told by its label {@code veo3-job} or its body's hash. */
    public FaultRule job(String name) {
        return new FaultRule(stage, new OfJob(name), from, to, fault);
    }

    /** The same only for operations whose prompt contains this text. */
    public FaultRule promptContains(String text) {
        return new FaultRule(stage, new OfPrompt(text), from, to, fault);
    }

    /** The same for the first {@code count} of these requests only. */
    public FaultRule first(int count) {
        return new FaultRule(stage, selector, 1, count, fault);
    }

    /** The same for one of these requests only, counted from 1. */
    public FaultRule nth(int number) {
        return new FaultRule(stage, selector, number, number, fault);
    }
}
