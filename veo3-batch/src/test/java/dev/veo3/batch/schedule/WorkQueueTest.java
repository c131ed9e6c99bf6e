// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WorkQueueTest {
    private static final Rank EQUAL = new Rank(index -> 0, Duration.ofMinutes(1));

    @Test
    void oneThreadTakesTheJobsInTheirOrder() {
        WorkQueue queue = open(new int[]{2, 0, 1}, EQUAL);

        assertThat(queue.isEmpty()).isFalse();
        assertThat(drain(queue)).containsExactly(2, 0, 1);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isEqualTo(WorkQueue.NONE);
    }

    @Test
    void aQueueWithoutJobsIsEmpty() {
        WorkQueue queue = open(new int[0], EQUAL);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isEqualTo(WorkQueue.NONE);
    }

    @Test
    void nothingIsTakenBehindTheOpenPart() {
        WorkQueue queue = new WorkQueue(new int[]{0, 1, 2, 3, 4}, EQUAL);
        assertThat(queue.take()).as("nothing is open").isEqualTo(WorkQueue.NONE);
        queue.open(2);
        assertThat(drain(queue)).containsExactly(0, 1);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.waiting()).isEqualTo(3);
        queue.open(100);
        assertThat(drain(queue)).containsExactly(2, 3, 4);
    }

    @Test
    void aLateJobGoesBeforeThoseOfLowerRankOnly() {
        int[] priorities = {0, 0, 5, 5};
        WorkQueue queue = open(new int[]{0, 1}, new Rank(index -> priorities[index], Duration.ofSeconds(10)));
        queue.add(2, Duration.ofSeconds(49).toNanos());
        queue.add(3, Duration.ofSeconds(51).toNanos());
        assertThat(drain(queue)).containsExactly(2, 0, 1, 3);
    }

    /** The property that keeps everything from starving: only who came within a step for each point of lead goes first. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aJobIsOvertakenOnlyByThoseThatCameWithinAStepForEachPointOfTheirLead(long seed) {
        Random random = new Random(seed);
        int jobs = 200;
        int[] priorities = IntStream.range(0, jobs).map(i -> random.nextInt(-3, 4)).toArray();
        long step = Duration.ofSeconds(10).toNanos();
        Rank rank = new Rank(index -> priorities[index], Duration.ofNanos(step));
        int early = 50;
        int[] order = IntStream.range(0, early).boxed().sorted(Comparator.comparingLong(rank::of))
                .mapToInt(Integer::intValue).toArray();
        WorkQueue queue = open(order, rank);
        long[] enqueued = new long[jobs];
        List<Integer> taken = new ArrayList<>();
        long[] takenAt = new long[jobs];
        int arrived = early;
        long now = 0;
        while (taken.size() < jobs) {
            now += random.nextLong(step);
            if (arrived < jobs && random.nextBoolean()) {
                enqueued[arrived] = now;
                queue.add(arrived++, now);
            }
            if (random.nextInt(3) == 0 || arrived == jobs) {
                int job = queue.take();
                if (job != WorkQueue.NONE) {
                    takenAt[job] = now;
                    taken.add(job);
                }
            }
        }
        assertThat(taken).doesNotHaveDuplicates();
        for (int i = 0; i < jobs; i++) {
            for (int k = i + 1; k < jobs; k++) {
                int first = taken.get(i);
                int second = taken.get(k);
                boolean bothWaited = enqueued[second] <= takenAt[first];
                if (bothWaited && enqueued[first] > enqueued[second]) {
                    long lead = priorities[first] - priorities[second];
                    assertThat(enqueued[first] - enqueued[second]).as("%s overtook %s", first, second)
                            .isLessThanOrEqualTo(lead * step);
                }
            }
        }
    }

    @Test
    void manyThreadsTakeEachJobOnceWhileLateOnesArrive() throws Exception {
        int jobs = 20_000;
        int late = 2_000;
        WorkQueue queue = open(IntStream.range(0, jobs).toArray(), EQUAL);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<List<Integer>>> shares = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(17)) {
            for (int i = 0; i < 16; i++) {
                shares.add(threads.submit(() -> {
                    go.await();
                    return drain(queue);
                }));
            }
            threads.submit(() -> {
                go.await();
                for (int i = 0; i < late; i++) {
                    queue.add(jobs + i, 0);
                }
                return null;
            });
            go.countDown();
        }
        List<Integer> taken = new ArrayList<>(drain(queue));
        for (Future<List<Integer>> share : shares) {
            taken.addAll(share.get());
        }
        assertThat(taken).hasSize(jobs + late).doesNotHaveDuplicates();
        assertThat(queue.isEmpty()).isTrue();
    }

    private static WorkQueue open(int[] order, Rank rank) {
        WorkQueue queue = new WorkQueue(order, rank);
        queue.open(order.length);
        return queue;
    }

    private static List<Integer> drain(WorkQueue queue) {
        List<Integer> taken = new ArrayList<>();
        for (int job = queue.take(); job != WorkQueue.NONE; job = queue.take()) {
            taken.add(job);
        }
        return taken;
    }
}
