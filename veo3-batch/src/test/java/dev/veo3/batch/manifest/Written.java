// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the jobs of a manifest say, and what is wrong with them. */
final class Written {

    private Written() {}

    /** The scalars of each job by their paths, such as {@code options.prompt}. */
    static List<Map<String, String>> words(BatchManifest manifest) {
        return manifest.jobs().map(job -> {
            Map<String, String> words = new TreeMap<>();
            words("", ((JobSpec.Written) job).fields(), words);
            return words;
        }).toList();
    }

    private static void words(String path, Value value, Map<String, String> words) {
        String prefix = path.isEmpty() ? "" : path + ".";
        switch (value) {
            case Value.Scalar scalar -> words.put(path, scalar.text());
            case Value.Sequence list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    words(prefix + i, list.items().get(i), words);
                }
            }
            case Value.Mapping table -> table.entries().forEach((key, entry) -> words(prefix + key, entry, words));
        }
    }

    /** The problems of the manifest and of its jobs: {@code line:column job message. remedy.} each. */
    static List<String> problems(BatchManifest manifest) {
        return Stream.concat(manifest.problems().stream(), manifest.jobs().flatMap(job -> switch (job) {
            case JobSpec.Written written -> written.problems().stream();
            case JobSpec.Unreadable unreadable -> unreadable.problems().stream();
            case JobSpec.Built built -> Stream.<Problem>empty();
        })).map(problem -> problem.position().line() + ":" + problem.position().column()
                + problem.job().map(id -> " " + id).orElse("") + " " + problem.message() + "."
                + (problem.remedy().isEmpty() ? "" : " " + problem.remedy() + ".")).toList();
    }
}
