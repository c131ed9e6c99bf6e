// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.PriorityQueue;

/** Plays a batch through without running it: each job takes as long as its model does, and takes its turn as it will. */
final class Rehearsal {
    private static final long MINUTE = 60_000;

    private final BatchPlan plan;
    private final Pace pace;
    private final Dependencies dependencies;
    private final Map<ModelId, Long> nextStart = new HashMap<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingLong(Running::end));
    private final int[] waitsFor;
    /** When each job would end if nothing but its parents held it up; empty where no job waits. */
    private final long[] pathEnd;
    private long criticalPath;
    private long lastEnd;

    private record Running(int job, long end) {}

    Rehearsal(BatchPlan plan, Pace pace) {
        this.plan = plan;
        this.pace = pace;
        this.dependencies = plan.dependencies();
        int jobs = dependencies.isEmpty() ? 0 : plan.jobCount();
        this.waitsFor = new int[jobs];
        this.pathEnd = new long[jobs];
    }

    Estimate play() {
        if (dependencies.isEmpty()) {
            inOrder();
        } else {
            byRank();
        }
        return new Estimate(plan.estimatedCostByModel(), Duration.ofMillis(lastEnd), Duration.ofMillis(criticalPath));
    }

    private void inOrder() {
        long now = 0;
        for (PrimitiveIterator.OfInt order = plan.order().iterator(); order.hasNext();) {
            int job = order.nextInt();
            if (running.size() == plan.concurrency()) {
                now = running.remove().end();
            }
            start(job, now);
        }
    }

    private void byRank() {
        int[] rank = new int[plan.jobCount()];
        int next = 0;
        for (PrimitiveIterator.OfInt order = plan.order().iterator(); order.hasNext();) {
            rank[order.nextInt()] = next++;
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.comparingInt(job -> rank[job]));
        for (int job = 0; job < rank.length; job++) {
            waitsFor[job] = dependencies.parentCount(job);
            if (waitsFor[job] == 0) {
                ready.add(job);
            }
        }
        long now = 0;
        while (!ready.isEmpty() || !running.isEmpty()) {
            while (!ready.isEmpty() && running.size() < plan.concurrency()) {
                start(ready.remove(), now);
            }
            Running ended = running.remove();
            now = ended.end();
            dependencies.children(ended.job()).filter(child -> --waitsFor[child] == 0).forEach(ready::add);
        }
    }

    private void start(int job, long now) {
        ModelId model = plan.model(job);
        long takes = pace.of(model).toMillis();
        long start = Math.max(now, nextStart.getOrDefault(model, 0L));
        pace.perMinute().ifPresent(rate -> nextStart.put(model, start + MINUTE / rate));
        running.add(new Running(job, start + takes));
        lastEnd = Math.max(lastEnd, start + takes);
        long path = takes + (pathEnd.length == 0
                ? 0
                : dependencies.parents(job).mapToLong(parent -> pathEnd[parent]).max().orElse(0));
        if (pathEnd.length > 0) {
            pathEnd[job] = path;
        }
        criticalPath = Math.max(criticalPath, path);
    }
}
