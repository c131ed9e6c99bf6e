// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a batch runs that goes on with what its journal keeps. */
final class JournaledRunOptions extends RunOptions {
    @Option(names = "--journal", paramLabel = "FILE", description = "Where the batch keeps what it must not forget; a file beside the videos otherwise.")
    private @Nullable Path journal;

    @Option(names = "--accept-change", paramLabel = "ID", description = "Submit this job anew although the journal knows another by its id; may be given several times.")
    private List<String> acceptedChanges = new ArrayList<>();

    @Override
    List<String> identity() {
        List<String> words = super.identity();
        if (journal != null) {
            words.addAll(List.of("--journal", ShellWords.argument(journal)));
        }
        return words;
    }

    @Override
    Set<String> acceptedChanges() {
        return Set.copyOf(acceptedChanges);
    }

    @Override
    void apply(BatchProcessor.Builder builder) {
        super.apply(builder);
        if (journal != null) {
            builder.journal(journal);
        }
    }
}
