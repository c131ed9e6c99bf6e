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
 * @since 1.0
 */
public record Bottleneck(Cause cause, Map<Cause, Double> shares, WorkTimes work) {

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

        /** What to do about it, a sentence. */
        public String advice() {
            return advice;
        }
    }

    /**
     * What the machine had for the batch.
     *
     * @param limit how many jobs may be in flight
     * @param downloads how many may download at once
     * @param elapsed from the batch's begin to its end
     * @param cpu what the process has used of its processors meanwhile; empty when that is not known
     */
    public record Means(int limit, int downloads, Duration elapsed, Optional<Duration> cpu) {}

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
        loads.put(Cause.QUOTA, work.on(Activity.HELD_BACK).toNanos() / limit);
        loads.put(Cause.SERVICE_TIME, (ownIsCpu ? service : service.plus(work.own())).toNanos() / limit);
        loads.put(Cause.DOWNLOAD, work.on(Activity.DOWNLOADING).toNanos() / (double) Math.max(1, means.downloads()));
        loads.put(Cause.LOCAL_CPU, ownIsCpu ? work.own().toNanos() / limit : 0);
        loads.put(Cause.DISK, work.on(Activity.FORCING).toNanos() / limit);
        loads.put(Cause.RETRIES, work.on(Activity.PAUSING).toNanos() / limit);
        double all = loads.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all <= 0) {
            return Optional.empty();
        }
        Cause most = loads.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        loads.replaceAll((cause, load) -> load / all);
        return Optional.of(new Bottleneck(most, loads, work));
    }

    /** An executor that uses no step of the library may wait for a service by itself: then its time is not one of the processor. */
    private static boolean isCpu(Duration own, Means means) {
        if (means.cpu().isEmpty()) {
            return true;
        }
        long possible = Math.min(own.toNanos(),
                means.elapsed().toNanos() * Runtime.getRuntime().availableProcessors());
        return means.cpu().get().toNanos() * 10 >= possible;
    }

    /** The causes and how much of the weighed time each took, the largest first. */
    public List<Map.Entry<Cause, Double>> largestFirst() {
        return shares.entrySet().stream().sorted(Map.Entry.<Cause, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).toList();
    }

    /** One line of figures and one sentence of advice, for people. */
    public String describe() {
        String figures = largestFirst().stream().filter(entry -> entry.getValue() >= 0.01)
                .map(entry -> String.format(Locale.ROOT, "%s %.0f %%", entry.getKey().title(), entry.getValue() * 100))
                .collect(Collectors.joining(", "));
        return "Bottleneck: " + cause.title() + " (" + figures + "). " + cause.advice();
    }
}
