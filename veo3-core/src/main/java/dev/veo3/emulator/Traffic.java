// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Answer;
import dev.veo3.emulator.route.Purpose;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by route and status. Thread-safe. */
final class Traffic {

    private record Key(Ledger.Route route, int status) {}

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts a request and answers the status that it was counted with. */
    int count(Optional<Purpose> purpose, Answer answer) {
        int status = switch (answer) {
            case Answer.Whole whole -> whole.reply().status();
            case Answer.Late late -> late.reply().status();
            case Answer.Slow slow -> slow.reply().status();
            case Answer.Cut cut -> cut.reply().status();
            case Answer.Closed closed -> Ledger.NO_ANSWER;
            case Answer.Reset reset -> Ledger.NO_ANSWER;
            case Answer.Silence silence -> Ledger.NO_ANSWER;
        };
        counts.computeIfAbsent(new Key(purpose.map(Traffic::route).orElse(Ledger.Route.OTHER), status),
                key -> new LongAdder()).increment();
        return status;
    }

    List<Ledger.Requests> requests() {
        return counts.entrySet().stream()
                .map(entry -> new Ledger.Requests(entry.getKey().route(), entry.getKey().status(),
                        entry.getValue().sum()))
                .sorted(Comparator.comparing(Ledger.Requests::route).thenComparingInt(Ledger.Requests::status))
                .toList();
    }

    private static Ledger.Route route(Purpose purpose) {
        return switch (purpose) {
            case SUBMIT -> Ledger.Route.SUBMIT;
            case POLL -> Ledger.Route.POLL;
            case DOWNLOAD -> Ledger.Route.DOWNLOAD;
            case LIST -> Ledger.Route.LIST;
            case CANCEL -> Ledger.Route.CANCEL;
            case DELETE -> Ledger.Route.DELETE;
            case MODELS -> Ledger.Route.MODELS;
            case LEDGER -> Ledger.Route.LEDGER;
        };
    }
}
