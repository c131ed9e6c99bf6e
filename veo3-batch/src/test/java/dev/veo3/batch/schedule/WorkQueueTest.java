package dev.veo3.batch.schedule;

import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkQueueTest {

    @Test
    void oneThreadTakesTheJobsInTheirOrder() {
        List<Job> jobs = PlannedJobs.jobs(3);
        WorkQueue queue = new WorkQueue(jobs);

        assertThat(queue.isEmpty()).isFalse();
        assertThat(drain(queue)).isEqualTo(jobs);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isNull();
    }

    @Test
    void aQueueWithoutJobsIsEmpty() {
        WorkQueue queue = new WorkQueue(List.of());

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isNull();
    }

    @Test
    void manyThreadsTakeEachJobOnce() throws Exception {
        List<Job> jobs = PlannedJobs.jobs(20_000);
        WorkQueue queue = new WorkQueue(jobs);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<List<Job>>> shares = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                shares.add(threads.submit(() -> {
                    go.await();
                    return drain(queue);
                }));
            }
            go.countDown();
        }

        List<Job> taken = new ArrayList<>();
        for (Future<List<Job>> share : shares) {
            assertThat(share.get()).isSortedAccordingTo((a, b) -> Integer.compare(a.index(), b.index()));
            taken.addAll(share.get());
        }
        assertThat(taken).hasSameSizeAs(jobs).doesNotHaveDuplicates();
        assertThat(queue.isEmpty()).isTrue();
    }

    private static List<Job> drain(WorkQueue queue) {
        List<Job> taken = new ArrayList<>();
        for (Job job = queue.take(); job != null; job = queue.take()) {
            taken.add(job);
        }
        return taken;
    }
}
