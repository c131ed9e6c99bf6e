// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.execute.Executor;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an application sees of the jobs that its worker runs. */
class ClusterListenersTest extends ClusterStage {
    private static final int JOBS = 12;

    private ClusterWorker workTelling(Executor executor, BatchListener listener) {
        ClusterWorker worker = ClusterWorker.start(database, executor, ClusterOptions.standard()
                .withTimes(Duration.ofMillis(50), Duration.ofSeconds(15)).withListeners(List.of(listener)));
        workers.add(worker);
        return worker;
    }

    @Test
    void eachWorkersListenersAreToldOfTheJobsThatItRunsAndAllTogetherOfEachOnce() throws Exception {
        Map<String, Queue<String>> told = new ConcurrentHashMap<>();
        Map<Integer, Set<String>> byWorker = new ConcurrentHashMap<>();
        for (int worker = 0; worker < 2; worker++) {
            Set<String> here = byWorker.computeIfAbsent(worker, none -> new ConcurrentSkipListSet<>());
            workTelling(studio, event -> {
                told.computeIfAbsent(event.job().id(), none -> new ConcurrentLinkedQueue<>())
                        .add(event.getClass().getSimpleName());
                here.add(event.job().id());
            });
        }

        assertThat(submit(written(4).jobs(JOBS)).await().succeeded()).isEqualTo(JOBS);
        workers.forEach(ClusterWorker::close);

        assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, JOBS).mapToObj(job -> "job" + job).toList());
        assertThat(told.values()).allSatisfy(events -> assertThat(events).containsExactly("Started", "Submitting",
                "Submitted", "Downloading", "Downloaded", "Finished"));
        assertThat(Collections.disjoint(byWorker.get(0), byWorker.get(1))).as("each is one worker's").isTrue();
    }

    @Test
    void eachJobsExecutorRunsOnAVirtualThread() throws Exception {
        Map<String, Boolean> virtual = new ConcurrentHashMap<>();
        workTelling((job, context) -> {
            virtual.put(job.id(), Thread.currentThread().isVirtual());
            return studio.execute(job, context);
        }, event -> {});

        assertThat(submit(written(4).jobs(JOBS)).await().succeeded()).isEqualTo(JOBS);

        assertThat(virtual).hasSize(JOBS).doesNotContainValue(false);
    }
}
