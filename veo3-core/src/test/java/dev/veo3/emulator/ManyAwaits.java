// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.time.TimeSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process of its own: submits so many requests, awaits all their operations at once, each on a virtual thread, and tells three things:
 * {@code submitted} and how long that took, {@code awaiting} when every operation has been polled and is awaited, and at the end how many
 * came to a video.
 */
final class ManyAwaits {

    private ManyAwaits() {}

    /** The system's time, which tells when so many threads are waiting for the next poll. */
    private static final class Waiting implements TimeSource {
        private final TimeSource system = TimeSource.system();
        private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
        private final CountDownLatch all;

        Waiting(int all) {
            this.all = new CountDownLatch(all);
        }

        @Override
        public Instant now() {
            return system.now();
        }

        @Override
        public long nanos() {
            return system.nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (waiting.add(Thread.currentThread())) {
                all.countDown();
            }
            system.sleep(duration);
        }
    }

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        AwaitOptions options = AwaitOptions.standard().withIntervals(Duration.ofMillis(Long.parseLong(args[2])),
                Duration.ofMillis(Long.parseLong(args[3])));
        Waiting time = new Waiting(count);
        try (VeoClient veo = VeoClient.builder().backend(Backend.agentPlatform("p", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(URI.create(args[0])).time(time)
                .spoolDirectory(Path.of(System.getProperty("java.io.tmpdir"))).build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            List<OperationName> operations = submit(veo, threads, count);
            System.out.println("submitted " + operations.size() + " in " + since(start) + " ms");

            start = System.nanoTime();
            List<Future<VideoOutcome>> awaits = new ArrayList<>();
            for (OperationName operation : operations) {
                awaits.add(threads.submit(() -> veo.await(operation, options)));
            }
            time.all.await();
            long awaiting = since(start);
            System.out.println("awaiting " + count + " after " + awaiting + " ms, live heap " + liveMegabytes()
                    + " MB of " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");

            int succeeded = 0;
            for (Future<VideoOutcome> one : awaits) {
                succeeded += one.get() instanceof VideoOutcome.Succeeded ? 1 : 0;
            }
            System.out.println("succeeded " + succeeded + " after " + since(start) + " ms");
        }
    }

    private static List<OperationName> submit(VeoClient veo, ExecutorService threads, int count) throws Exception {
        VideoRequest request = VideoRequest.text("A lighthouse in a storm").withSettings(
                VideoSettings.builder().duration(Duration.ofSeconds(4)).storageUri("gs://films/").build());
        List<Future<SubmitOutcome>> submits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            submits.add(threads.submit(() -> veo.submit(request)));
        }
        List<OperationName> operations = new ArrayList<>();
        for (Future<SubmitOutcome> submit : submits) {
            if (submit.get() instanceof SubmitOutcome.Accepted accepted) {
                operations.add(accepted.operation());
            } else {
                throw new IllegalStateException("Not accepted: " + submit.get());
            }
        }
        return operations;
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long liveMegabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
