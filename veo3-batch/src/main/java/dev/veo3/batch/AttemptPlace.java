// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.plan.Job;
import java.util.Optional;
import java.util.UUID;

/**
 * Places in Cloud Storage of which each belongs to one attempt: {@code STORAGE_URI/JOB/SPEC/submit-ATTEMPT-UUID/}. Whatever stands
 * there, that attempt has made, whichever batch, program or machine made it.
 */
final class AttemptPlace {
    private static final String SCHEME = "gs://";
    private static final int OF_THE_HASH = 16;

    private AttemptPlace() {}

    /** A new place below the job's own; empty when the job has none. */
    static Optional<String> next(Job job, String step, int attempt) {
        return job.request().settings().storageUri().map(uri -> (uri.endsWith("/") ? uri : uri + "/")
                + JobLabel.of(job.id()) + "/" + spec(job) + "/" + step + "-" + attempt + "-" + UUID.randomUUID() + "/");
    }

    private static String spec(Job job) {
        String hash = job.specHash().value().replaceAll("[^A-Za-z0-9]", "");
        return hash.substring(0, Math.min(hash.length(), OF_THE_HASH));
    }

    /** Whether the result of a step is a place, and not the name of an operation. */
    static boolean is(String result) {
        return result.startsWith(SCHEME);
    }
}
