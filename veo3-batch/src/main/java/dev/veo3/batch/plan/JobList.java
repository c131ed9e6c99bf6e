// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The jobs of a plan in memory. */
record JobList(List<Job> jobs, Map<String, Integer> indices) implements JobTable {

    @Override
    public int count() {
        return jobs.size();
    }

    @Override
    public Job job(int index) {
        return jobs.get(index);
    }

    @Override
    public Job outline(int index) {
        return jobs.get(index);
    }

    @Override
    public String id(int index) {
        return jobs.get(index).id();
    }

    @Override
    public boolean isStreamed() {
        return false;
    }

    @Override
    public OptionalInt find(String id) {
        Integer index = indices.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
