// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The drafts that were read last: jobs that have to do with each other mostly stand near each other. Not thread-safe. */
final class DraftCache implements IntFunction<Draft> {
    private static final int MOST = 1_000;

    private final IntFunction<Draft> read;
    private final Map<Integer, Draft> last = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Draft> eldest) {
            return size() > MOST;
        }
    };

    DraftCache(IntFunction<Draft> read) {
        this.read = read;
    }

    @Override
    public Draft apply(int job) {
        Draft known = last.get(job);
        if (known == null) {
            known = read.apply(job);
            last.put(job, known);
        }
        return known;
    }

    void put(int job, Draft draft) {
        last.put(job, draft);
    }
}
