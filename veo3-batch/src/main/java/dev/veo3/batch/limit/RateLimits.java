// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A bucket for each project and model, all with the same limit unless one has its own. Thread-safe.
 *
 * @since 1.0
 */
public final class RateLimits {
    private final RateLimit usual;
    private final Map<String, RateLimit> own;
    private final Map<String, RateBucket> buckets = new ConcurrentHashMap<>();

    /**
     * Buckets that nothing has been taken from.
     *
     * @param usual the limit of every key
     * @param own the limits of keys that have their own
     */
    public RateLimits(RateLimit usual, Map<String, RateLimit> own) {
        this.usual = usual;
        this.own = Map.copyOf(own);
    }

    /** The bucket of a key, for example of a project and a model. */
    public RateBucket of(String key) {
        return buckets.computeIfAbsent(key, name -> new RateBucket(own.getOrDefault(name, usual)));
    }

    /** The buckets that have been asked for, by key. */
    public Map<String, RateBucket.Rate> snapshot() {
        return buckets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                entry -> entry.getValue().snapshot(), (first, second) -> first, TreeMap::new));
    }
}
