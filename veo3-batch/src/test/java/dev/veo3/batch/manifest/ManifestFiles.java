// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Writes manifests into a directory and reads them back. */
record ManifestFiles(Path directory) {

    BatchManifest yaml(String text) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), text));
    }

    BatchManifest json(String text) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.json"), text));
    }

    /** What is wrong with a YAML manifest that can be read: {@code line:column message. remedy.} each. */
    List<String> problems(String yaml) throws IOException {
        return lines(yaml(yaml).problems());
    }

    /** What is wrong with a YAML manifest that cannot be read. */
    String refusal(String yaml) throws IOException {
        return refusal(Files.writeString(directory.resolve("jobs.yaml"), yaml));
    }

    static String refusal(Path file) {
        ManifestException refused = catchThrowableOfType(ManifestException.class, () -> BatchManifest.load(file));
        assertThat(refused).as("the refusal of %s", file).isNotNull();
        assertThat(refused).hasMessageStartingWith(file + ":");
        return String.join("\n", lines(refused.problems()));
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream().map(problem -> problem.position().line() + ":" + problem.position().column() + " "
                + problem.message() + ". " + problem.remedy() + ".").toList();
    }
}
