// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an emulator has accepted and answered so far: a snapshot.
 *
 * @param entries one for each accepted submission that it remembers, in the order of acceptance
 * @param requests how many requests there were, by route and status
 * @param forgotten what was accepted before those
 * @since 1.0
 */
public record Ledger(List<Entry> entries, List<Requests> requests, Forgotten forgotten) {

    /** A snapshot of immutable lists. */
    public Ledger {
        entries = List.copyOf(entries);
        requests = List.copyOf(requests);
    }

    /** What a request wanted. */
    public enum Route {
        /** Begin an operation. */
        SUBMIT,
        /** Look at an operation, or at a file that is being processed. */
        POLL,
        /** Fetch a result, or its description, from storage. */
        DOWNLOAD,
        /** Ask what is in storage. */
        LIST,
        /** End an operation that is running. */
        CANCEL,
        /** Delete an operation's record or a result. */
        DELETE,
        /** Ask which models there are. */
        MODELS,
        /** Read this ledger over HTTP. */
        LEDGER,
        /** Something that the emulator does not serve. */
        OTHER
    }

    /** Where an operation stands. */
    public enum State {
        /** Its generation time has not passed. */
        RUNNING,
        /** All videos are there. */
        SUCCEEDED,
        /** Some videos were held back by the safety filter. */
        PARTLY_FILTERED,
        /** All videos were held back by the safety filter. */
        FILTERED,
        /** It ended without a response and without an error. */
        EMPTY,
        /** It ended with an error. */
        FAILED,
        /** It was cancelled while it ran. */
        CANCELLED
    }

    /**
     * An accepted submission.
     *
     * @param operation the operation's full name
     * @param job the label {@code veo3-job}, if the request has one
     * @param bodyHash SHA-256, in hexadecimal, of the body as JSON with sorted names and without spaces and without the
     *        place where its results go ({@code storageUri}, {@code gcs_uri})
     * @param attempt which accepted submission of its job this is, counted from 1; a job is told by its label or, for one
     *        without a label, by its body's hash
     * @param model the model's id
     * @param acceptedAt when it was accepted
     * @param state where it stands
     * @param seconds how many seconds are generated for each video
     * @param samples how many videos were asked for
     * @param billedSeconds seconds of all videos that would be billed: none while it runs, none for videos that were held
     *        back or failed, all when it ended without a word
     * @param billedUsd what these would cost at the catalogue's price, in US dollars; empty when the model has none
     */
    public record Entry(String operation, Optional<String> job, String bodyHash, int attempt, String model,
            Instant acceptedAt, State state, BigDecimal seconds, int samples, BigDecimal billedSeconds,
            Optional<BigDecimal> billedUsd) {}

    /**
     * How often a route answered with a status.
     *
     * @param route what the requests wanted
     * @param status the HTTP status, or {@link #NO_ANSWER}
     * @param count how many
     */
    public record Requests(Route route, int status, long count) {}

    /**
     * What the emulator no longer remembers one by one.
     *
     * @param submissions how many were accepted
     * @param billedSeconds seconds of all their videos that would be billed
     * @param billedUsd what these would cost, as far as there are prices
     */
    public record Forgotten(long submissions, BigDecimal billedSeconds, BigDecimal billedUsd) {

        static final Forgotten NOTHING = new Forgotten(0, BigDecimal.ZERO, BigDecimal.ZERO);

        Forgotten and(Entry entry) {
            return new Forgotten(submissions + 1, billedSeconds.add(entry.billedSeconds()),
                    billedUsd.add(entry.billedUsd().orElse(BigDecimal.ZERO)));
        }
    }

    /** Stands for the status of a request whose connection was closed or reset without an answer, or left alone. */
    public static final int NO_ANSWER = 0;

    /** The accepted submissions of one job, told by its label or, for one without a label, by its body's hash. */
    public List<Entry> entriesFor(String job) {
        return entries.stream().filter(entry -> entry.job().orElse(entry.bodyHash()).equals(job)).toList();
    }

    /** How many requests a route got. */
    public long requests(Route route) {
        return requests.stream().filter(group -> group.route() == route).mapToLong(Requests::count).sum();
    }

    /** How many requests a route answered with this status. */
    public long requests(Route route, int status) {
        return requests.stream().filter(group -> group.route() == route && group.status() == status)
                .mapToLong(Requests::count).sum();
    }

    /** Seconds of all videos that would be billed. */
    public BigDecimal billedSeconds() {
        return entries.stream().map(Entry::billedSeconds).reduce(forgotten.billedSeconds(), BigDecimal::add);
    }

    /** What all videos would cost, in US dollars, as far as their models have a price. */
    public BigDecimal billedUsd() {
        return entries.stream().flatMap(entry -> entry.billedUsd().stream()).reduce(forgotten.billedUsd(),
                BigDecimal::add);
    }
}
