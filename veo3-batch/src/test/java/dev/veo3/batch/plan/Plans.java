// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Plans manifests in a directory, which is the working directory, on 23 November 2026. */
record Plans(Path directory) {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    PlanSettings settings() {
        PlanSettings standard = PlanSettings.standard(TODAY);
        return new PlanSettings(standard.concurrency(), standard.continueOnError(), standard.outputDirectory(),
                directory, standard.catalog(), standard.platform(), standard.replaceRetired(), standard.budget(),
                standard.deadline(), standard.today());
    }

    BatchPlan yaml(String yaml) throws IOException {
        return BatchPlan.of(manifest(yaml), settings());
    }

    BatchManifest manifest(String yaml) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), yaml));
    }

    /** The one job of a plan, by its options. */
    Job job(String type, String options) throws IOException {
        return yaml(single(type, options)).jobs().findFirst().orElseThrow();
    }

    /** What is wrong with the manifest: {@code line:column job: message. remedy.} each. */
    List<String> problems(String yaml) throws IOException {
        return problems(manifest(yaml));
    }

    List<String> problems(BatchManifest manifest) {
        ManifestException refused = catchThrowableOfType(ManifestException.class,
                () -> BatchPlan.of(manifest, settings()));
        assertThat(refused).as("the refusal").isNotNull();
        return lines(refused.problems());
    }

    /** What is wrong with the one job of these options. */
    List<String> problemsOf(String type, String options) throws IOException {
        return problems(single(type, options));
    }

    /** The options begin at line 3, column 15. */
    static String single(String type, String options) {
        return "jobs:\n  - {id: a, output: a.mp4, type: " + type + ",\n     options: " + options + "}\n";
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Plans::line).toList();
    }

    private static String line(Problem problem) {
        return problem.position().line() + ":" + problem.position().column() + problem.job().map(id -> " " + id)
                .orElse("") + ": " + problem.message() + "."
                + (problem.remedy().isEmpty()
                        ? ""
                        : " " + problem.remedy() + ".");
    }

    /** Puts a fixture into the directory under a name. */
    Path put(String fixture, String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = Objects.requireNonNull(Plans.class.getResourceAsStream("/media/" + fixture),
                fixture)) {
            Files.copy(content, file);
        }
        return file;
    }
}
