// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.manifest.BatchManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A manifest of JSON Lines in a file, for tests of batches whose jobs are read when they are needed. */
record Lines(Path file) {

    static Lines in(Path directory) {
        return new Lines(directory.resolve("jobs.jsonl"));
    }

    /** A job that needs no file. */
    static String job(String id, String... dependsOn) {
        List<String> parents = new ArrayList<>();
        for (String parent : dependsOn) {
            parents.add("\"" + parent + "\"");
        }
        return "{\"id\": \"" + id + "\", \"type\": \"generate\", \"output\": \"" + id + ".mp4\", \"depends_on\": "
                + parents + ", \"options\": {\"prompt\": \"A sunset called " + id + "\"}}";
    }

    /** The same job, asking for something else. */
    static String changed(String job) {
        return job.replace("A sunset", "A sunrise");
    }

    BatchManifest write(String... jobs) throws IOException {
        return BatchManifest.load(Files.writeString(file, String.join("\n", jobs)));
    }
}
