package dev.veo3.emulator;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by route and status. Thread-safe. */
final class Traffic {

    private record Key(Ledger.Route route, int status) {}

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Ledger.Route route, int status) {
        counts.computeIfAbsent(new Key(route, status), key -> new LongAdder()).increment();
    }

    List<Ledger.Requests> requests() {
        return counts.entrySet().stream()
                .map(entry -> new Ledger.Requests(entry.getKey().route(), entry.getKey().status(),
                        entry.getValue().sum()))
                .sorted(Comparator.comparing(Ledger.Requests::route).thenComparingInt(Ledger.Requests::status))
                .toList();
    }
}
