// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Peer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static org.assertj.core.api.Assertions.assertThat;

/** Many operations and connections at once. */
class LoadTest {

    private static final int OPERATIONS = 10_000;
    private static final int CONNECTIONS = 256;
    private static final String MODEL = "/v1/projects/p/locations/us-central1/publishers/google/models/"
            + Caller.MODEL;
    private static final String TOKEN = "Authorization: Bearer token";

    @Test
    @Tag("stress")
    void tenThousandOpenOperationsAreSubmittedAndPolledOver256Connections() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofHours(1))).start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger next = new AtomicInteger();
            List<Future<Integer>> connections = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                connections.add(threads.submit(() -> submitAndPoll(emulator, next)));
            }
            int polled = 0;
            for (Future<Integer> connection : connections) {
                polled += connection.get();
            }

            assertThat(polled).isEqualTo(OPERATIONS);
            Ledger ledger = emulator.ledger();
            assertThat(ledger.entries()).hasSize(OPERATIONS);
            assertThat(ledger.requests(Ledger.Route.SUBMIT, 200)).isEqualTo(OPERATIONS);
            assertThat(ledger.requests(Ledger.Route.POLL, 200)).isEqualTo(OPERATIONS);
        }
    }

    private static int submitAndPoll(Emulator emulator, AtomicInteger next) throws Exception {
        int polled = 0;
        try (Peer peer = new Peer(emulator.baseUrl())) {
            while (next.incrementAndGet() <= OPERATIONS) {
                String submitted = exchange(peer, MODEL + ":predictLongRunning", prompt("A cat"));
                String name = submitted.substring(submitted.indexOf("projects/"), submitted.lastIndexOf('"'));
                String poll = json("{'operationName':'" + name + "'}");
                assertThat(exchange(peer, MODEL + ":fetchPredictOperation", poll))
                        .isEqualTo(json("{'name':'" + name + "'}"));
                polled++;
            }
        }
        return polled;
    }

    private static String exchange(Peer peer, String path, String body) throws Exception {
        String head = peer.send(Peer.post(path, body, TOKEN)).head();
        assertThat(head).startsWith("HTTP/1.1 200");
        return peer.body(Integer.parseInt(head.substring(head.indexOf("Content-Length: ") + 16)));
    }

    @Test
    void connectionsThatEndInAllTheWaysThereAreLeaveNoneOpen() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().fault(FaultRule.parse("submit:rate=0.2:seed=1:stall"))
                .fault(FaultRule.parse("submit:rate=0.2:seed=2:reset-before-body"))
                .fault(FaultRule.parse("submit:rate=0.2:seed=3:reset-after-body"))
                .fault(FaultRule.parse("submit:rate=0.2:seed=4:reply-lost"))
                .fault(FaultRule.parse("submit:rate=0.2:seed=5:reset-after-acceptance"))
                .fault(FaultRule.parse("submit:rate=0.2:seed=6:cut=5")))) {
            for (int i = 0; i < 500; i++) {
                try (Peer peer = new Peer(caller.emulator.baseUrl())) {
                    peer.send(Peer.post(MODEL + ":predictLongRunning", prompt("A cat"), TOKEN)).sendEnd();
                    peer.isReset();
                }
            }
            while (caller.emulator.openConnections() > 0) {
                Thread.onSpinWait();
            }

            HttpResponse<byte[]> alive = caller.get("/emulator/ledger");
            assertThat(alive.statusCode()).isEqualTo(200);
            assertThat(caller.emulator.ledger().requests(Ledger.Route.SUBMIT, Ledger.NO_ANSWER)).isGreaterThan(200);
        }
    }
}
