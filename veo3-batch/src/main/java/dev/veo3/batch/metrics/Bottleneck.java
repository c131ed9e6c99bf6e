// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What held a batch up most, judged by what its jobs spent their time on. Time that jobs share among more hands weighs less: that in
 * flight is divided by the limit, that of downloads by how many run at once.
 *
 * @param shares how much of the weighed time each cause took, from 0 to 1; all causes are there
 * @param work the times behind it
 * @param room whether more jobs could have run at once
 * @since 1.0
 */
public record Bottleneck(Cause cause, Map<Cause, Double> shares, WorkTimes work, Room room) {

    /** What can hold a batch up. */
    public enum Cause {
        /** Pauses, rates and the number of jobs that the service works on at once. */
        QUOTA("quota",
                "Ask for a larger quota, or take a model that has one of its own; more jobs at once would only wait."),
        /** The service is at work. */
        SERVICE_TIME("service time",
                "Let more jobs run at once, or take a faster model; nothing on this machine is in the way."),
        /** Videos come home. */
        DOWNLOAD("download",
                "Let more downloads run at once if the line has room, or run nearer to where the videos are stored."),
        /** The executor's own work. */
        LOCAL_CPU("local CPU",
                "Profile the executor, or run on more cores; more jobs at once than cores would not help."),
        /** The journal's way to the disk. */
        DISK("disk",
                "Put the journal on a faster disk; more jobs at once share one write and cost nothing more."),
        /** Attempts that were refused or not sent, and pauses before another. */
        RETRIES("retries",
                "Look at what the service refuses or what keeps it from being reached; more jobs at once would only be refused sooner.");

        private final String title;
        private final String advice;

        Cause(String title, String advice) {
            this.title = title;
            this.advice = advice;
        }

        /** Its name in a text, for example {@code service time}. */
        public String title() {
            return title;
        }

        /** What to do about it in general, a sentence. {@link Bottleneck#advice} knows more of the batch. */
        public String advice() {
            return advice;
        }
    }

    /** Whether more jobs could have run at once. */
    public sealed interface Room {

        /** Jobs waited that might have run, or nobody knows better. */
        record More() implements Room {}

        /** No job waited for another. */
        record AllAtOnce() implements Room {}

        /** The adaptive limit has found that the service takes so many at once, fewer than were allowed. */
        record Found(int jobs) implements Room {}

        /** The adaptive limit had come to so many at once when the batch ended, fewer than were allowed, and to no end. */
        record Growing(int jobs) implements Room {}
    }

    /**
     * What the machine had for the batch.
     *
     * @param limit how many jobs may be in flight
     * @param downloads how many may download at once
     * @param elapsed from the batch's begin to its end
     * @param cpu what the process has used of its processors meanwhile; empty when that is not known
     * @param room whether more jobs could have run at once
     */
    public record Means(int limit, int downloads, Duration elapsed, Optional<Duration> cpu, Room room) {}

    /** Copies the map. */
    public Bottleneck {
        shares = Map.copyOf(shares);
    }

    /** The bottleneck of jobs that spent their time like this; empty when they took no time. */
    public static Optional<Bottleneck> of(WorkTimes work, Means means) {
        double limit = Math.max(1, means.limit());
        Duration service = work.on(Activity.SENDING).plus(work.on(Activity.GENERATING));
        boolean ownIsCpu = isCpu(work.own(), means);
        Map<Cause, Double> loads = new EnumMap<>(Cause.class);
        loads.put(Cause.QUOTA, nanos(work.on(Activity.HELD_BACK)) / limit);
        loads.put(Cause.SERVICE_TIME, nanos(ownIsCpu ? service : service.plus(work.own())) / limit);
        loads.put(Cause.DOWNLOAD, nanos(work.on(Activity.DOWNLOADING)) / Math.max(1, means.downloads()));
        loads.put(Cause.LOCAL_CPU, ownIsCpu ? nanos(work.own()) / limit : 0);
        loads.put(Cause.DISK, nanos(work.on(Activity.FORCING)) / limit);
        loads.put(Cause.RETRIES, nanos(work.on(Activity.PAUSING)) / limit);
        double all = loads.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all <= 0) {
            return Optional.empty();
        }
        Cause most = loads.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        loads.replaceAll((cause, load) -> load / all);
        return Optional.of(new Bottleneck(most, loads, work, means.room()));
    }

    /** An executor that uses no step of the library may wait for a service by itself: then its time is not one of the processor. */
    private static boolean isCpu(Duration own, Means means) {
        if (means.cpu().isEmpty()) {
            return true;
        }
        double possible = Math.min(nanos(own), nanos(means.elapsed()) * Runtime.getRuntime().availableProcessors());
        return nanos(means.cpu().get()) * 10 >= possible;
    }

    /** The jobs of a batch may take more than the 292 years together that a long has room for. */
    private static double nanos(Duration time) {
        return time.getSeconds() * 1e9 + time.getNano();
    }

    /** The causes and how much of the weighed time each took, the largest first. */
    public List<Map.Entry<Cause, Double>> largestFirst() {
        return shares.entrySet().stream().sorted(Map.Entry.<Cause, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).toList();
    }

    /** What to do about it in this batch, a sentence. */
    public String advice() {
        return switch (cause) {
            case SERVICE_TIME -> switch (room) {
                case Room.More() -> cause.advice();
                case Room.AllAtOnce() ->
                    "Take a faster model: all jobs ran at once, and nothing on this machine is in the way.";
                case Room.Found(int jobs) ->
                    "Ask for a larger quota, or take a faster model: the service took no more than "
                            + jobs + " at once, so a larger concurrency would change nothing.";
                case Room.Growing(int jobs) ->
                    "Take a faster model, or give the batch more jobs: the adaptive limit was still"
                            + " growing, and had come to " + jobs + " at once.";
            };
            case QUOTA, DOWNLOAD, LOCAL_CPU, DISK, RETRIES -> cause.advice();
        };
    }

    /** One line of figures and one sentence of advice, for people. */
    public String describe() {
        String figures = largestFirst().stream().filter(entry -> entry.getValue() >= 0.01)
                .map(entry -> String.format(Locale.ROOT, "%s %.0f %%", entry.getKey().title(), entry.getValue() * 100))
                .collect(Collectors.joining(", "));
        return "Bottleneck: " + cause.title() + " (" + figures + "). " + advice();
    }
}
