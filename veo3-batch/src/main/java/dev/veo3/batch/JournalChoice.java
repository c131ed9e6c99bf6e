// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import java.nio.file.Path;
import java.util.Optional;

/** Where a batch keeps what it must not forget. */
sealed interface JournalChoice {

    /** A file beside the videos, named after the manifest. */
    record BesideTheVideos() implements JournalChoice {}

    /** That file. */
    record InFile(Path file) implements JournalChoice {}

    /** That journal, which stays its owner's. */
    record Given(Journal journal) implements JournalChoice {}

    /** Nothing is kept. */
    record Nowhere() implements JournalChoice {}

    /** The file of a batch's journal; empty when it is in none, or in one that only its owner knows. */
    default Optional<Path> file(BatchPlan plan) {
        return switch (this) {
            case BesideTheVideos() -> Optional.of(plan.outputDirectory().resolve(plan.name() + ".journal"));
            case InFile(Path file) -> Optional.of(file);
            case Given(Journal journal) -> Optional.empty();
            case Nowhere() -> Optional.empty();
        };
    }

    /** The journal of a batch, opened if need be; empty when nothing is kept. */
    default Optional<Use> open(BatchPlan plan) {
        return switch (this) {
            case Given(Journal journal) -> Optional.of(new Use(journal, false));
            case BesideTheVideos b -> file(plan).map(Use::of);
            case InFile f -> file(plan).map(Use::of);
            case Nowhere() -> Optional.empty();
        };
    }

    /**
     * A journal in use.
     *
     * @param owned whether it is closed after use
     */
    record Use(Journal journal, boolean owned) implements AutoCloseable {

        private static Use of(Path file) {
            return new Use(Journal.open(file), true);
        }

        @Override
        public void close() {
            if (owned) {
                journal.close();
            }
        }
    }
}
