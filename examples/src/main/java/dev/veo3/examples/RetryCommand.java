// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.manifest.BatchManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that takes up a batch again from its results: of the same manifest, with the same journal, where the same videos are, and at
 * the same service. What only decides how fast it runs is left to whoever types it.
 *
 * @param options what the run was given that another run of the same batch must be given too
 */
record RetryCommand(Path results, BatchManifest manifest, List<String> options) {

    static RetryCommand of(Path results, BatchManifest manifest, RunOptions run, ServiceOptions service) {
        List<String> options = new ArrayList<>(run.identity());
        options.addAll(service.identity());
        return new RetryCommand(results, manifest, List.copyOf(options));
    }

    /** As it is typed. */
    String line() {
        List<String> words = new ArrayList<>(List.of("batch", "retry", ShellWords.argument(results), "--manifest",
                manifest.file().map(ShellWords::argument).orElse("MANIFEST")));
        words.addAll(options);
        return ShellWords.line(words);
    }

    /** The same for jobs of which nobody knows whether the service took them. */
    String lineForUnknown() {
        return line() + " --accept-unknown";
    }
}
