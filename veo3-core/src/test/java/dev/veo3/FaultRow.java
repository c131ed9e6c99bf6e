// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fault of the emulator, and what our client is to make of it at each stage.
 *
 * @param submit the outcome, with the end of the operation behind it when that is the fault's; empty where it cannot happen
 * @param poll the state or the exception
 * @param download the exception, or that the file came whole; several words where a download may repair by itself what was cut
 */
record FaultRow(String name, Fault fault, String submit, String poll, String download) {
    private static final String REFUSED = "Refused";
    private static final String AMBIGUOUS = "Ambiguous";
    private static final String SERVICE = "VeoServiceException";
    private static final String NETWORK = "VeoNetworkException";
    private static final String WHOLE = "whole";
    private static final String NONE = "";
    private static final String CODE = "42237218";

    static List<FaultRow> all() {
        Optional<Duration> wait = Optional.of(Duration.ofSeconds(2));
        Stream<FaultRow> refusals = IntStream.of(400, 401, 403, 404, 413).mapToObj(code -> answer(code, REFUSED));
        // What is below 500 and not on the list of definite refusals may have been accepted as well.
        Stream<FaultRow> doubts = IntStream.of(408, 409, 500, 502, 503, 504).mapToObj(code -> answer(code, AMBIGUOUS));
        Stream<FaultRow> others = Stream.of(
                new FaultRow("400 in an array", new Fault.Status(400, true), REFUSED, SERVICE, SERVICE),
                new FaultRow("503 in an array", new Fault.Status(503, true), AMBIGUOUS, SERVICE, SERVICE),
                quota("429", new Fault.TooManyRequests(Optional.empty(), Optional.empty())),
                quota("429, Retry-After", new Fault.TooManyRequests(wait, Optional.empty())),
                quota("429, RetryInfo", new Fault.TooManyRequests(Optional.empty(), wait)),
                quota("429, both", new Fault.TooManyRequests(wait, wait)),
                // The reset may come before the body has left: then nobody can have it.
                new FaultRow("reset before the body is read", new Fault.ResetBeforeBody(), AMBIGUOUS + " or NotSent",
                        NETWORK, NETWORK),
                new FaultRow("reset when the body has been read", new Fault.ResetAfterBody(), AMBIGUOUS, NETWORK,
                        NETWORK),
                new FaultRow("stall", new Fault.Stall(), AMBIGUOUS, NETWORK, NETWORK),
                new FaultRow("late", new Fault.Late(Duration.ofMillis(20)), "Accepted", "Done", WHOLE),
                new FaultRow("slow", new Fault.Slow(4_000_000), "Accepted", "Done", WHOLE),
                new FaultRow("cut at the beginning", new Fault.CutMidBody(5), AMBIGUOUS, NETWORK,
                        NETWORK + " or " + WHOLE),
                // The name has arrived by then, and is kept.
                new FaultRow("cut at the end", new Fault.CutMidBody(Integer.MAX_VALUE), "Accepted", NETWORK,
                        NETWORK + " or " + WHOLE),
                new FaultRow("truncated file", new Fault.Truncated(50), NONE, NONE, "VeoProtocolException"),
                new FaultRow("redirect to another host", new Fault.RedirectToOtherHost(), NONE, NONE,
                        SERVICE + " or " + WHOLE),
                submission("reply lost after acceptance", new Fault.ReplyLostAfterAcceptance(), AMBIGUOUS),
                submission("reset after acceptance", new Fault.ResetAfterAcceptance(), AMBIGUOUS),
                submission("retired model", new Fault.ModelRetired(), REFUSED),
                submission("filtered", new Fault.Filtered(CODE), "Accepted, Filtered"),
                submission("partly filtered", new Fault.PartlyFiltered(1, CODE), "Accepted, PartlyFiltered"),
                submission("done without response", new Fault.DoneWithoutResponse(), "Accepted, Empty"),
                submission("failed operation", new Fault.OperationError(13, "Internal error."), "Accepted, Failed"));
        return Stream.of(refusals, doubts, others).flatMap(rows -> rows).toList();
    }

    private static FaultRow answer(int code, String submit) {
        return new FaultRow(String.valueOf(code), Fault.status(code), submit, SERVICE, SERVICE);
    }

    private static FaultRow quota(String name, Fault fault) {
        return new FaultRow(name, fault, REFUSED, SERVICE, SERVICE);
    }

    private static FaultRow submission(String name, Fault fault, String outcome) {
        return new FaultRow(name, fault, outcome, NONE, NONE);
    }

    /** What our client is to make of it at that stage; empty where it cannot happen. */
    String expected(Stage stage) {
        return switch (stage) {
            case SUBMIT -> submit;
            case POLL -> poll;
            case DOWNLOAD -> download;
        };
    }

    boolean happensAt(Stage stage) {
        return !expected(stage).isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
