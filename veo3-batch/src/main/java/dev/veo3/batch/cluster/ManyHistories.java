// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the histories of jobs some hundred at a time, in the order in which they are asked for. For one thread. */
final class ManyHistories implements Histories {
    private static final int AT_ONCE = 1_000;

    private final Iterator<String> order;
    private final Function<List<String>, Map<String, JobHistory>> database;
    private Set<String> asked = Set.of();
    private Map<String, JobHistory> answer = Map.of();

    ManyHistories(Iterator<String> order, Function<List<String>, Map<String, JobHistory>> database) {
        this.order = order;
        this.database = database;
    }

    @Override
    public JobState state(String job) {
        return history(job).state();
    }

    @Override
    public JobHistory history(String job) {
        if (!asked.contains(job)) {
            ask(job);
        }
        JobHistory history = answer.get(job);
        return history == null ? JobHistory.none(job) : history;
    }

    /** For the job, and for those that come after it. */
    private void ask(String job) {
        List<String> jobs = new ArrayList<>();
        jobs.add(job);
        while (order.hasNext() && jobs.size() < AT_ONCE) {
            String next = order.next();
            if (!next.equals(job)) {
                jobs.add(next);
            }
        }
        answer = database.apply(jobs);
        asked = new HashSet<>(jobs);
    }

    @Override
    public void close() {
        asked = Set.of();
        answer = Map.of();
    }
}
