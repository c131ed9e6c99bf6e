// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.BatchEngine;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.plan.BatchPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Opens the journals of batches and makes the engines that run them. */
final class Preparation {
    private final BatchSettings settings;
    private final JournalChoice choice;
    private final Set<String> acceptedChanges;

    Preparation(BatchSettings settings, JournalChoice choice, Set<String> acceptedChanges) {
        this.settings = settings;
        this.choice = choice;
        this.acceptedChanges = acceptedChanges;
    }

    /**
     * What is needed to run a batch.
     *
     * @param journal what has been opened for it, and is closed when the batch is over
     */
    record Prepared(BatchPlan plan, BatchEngine engine, Optional<JournalChoice.Use> journal) {

        /** What the batch's journal keeps of its jobs, to be opened also when the journal is closed. */
        Optional<Supplier<Histories>> histories() {
            return journal.map(use -> () -> use.journal().histories(plan.ids()));
        }
    }

    Prepared prepare(BatchPlan plan, Taking taking) {
        Optional<JournalChoice.Use> use = choice.open(plan);
        if (use.isEmpty() && taking.results().isPresent()) {
            use = Optional.of(new JournalChoice.Use(Journal.memory(), true));
        }
        try {
            Optional<Journal> journal = use.map(JournalChoice.Use::journal);
            journal.ifPresent(book -> tell(book, plan, taking));
            return new Prepared(plan, new BatchEngine(plan, settings,
                    new JournalUse(journal, taking.again(), taking.acceptUnknown(), acceptedChanges)), use);
        } catch (RuntimeException e) {
            use.ifPresent(JournalChoice.Use::close);
            throw e;
        }
    }

    /** The file of a batch's journal; empty when it is in none. */
    Optional<Path> journalFile(BatchPlan plan) {
        return choice.file(plan);
    }

    private void tell(Journal journal, BatchPlan plan, Taking taking) {
        Instant now = settings.time().now();
        JournalRecord.Opened opened = Opening.of(plan, settings, now);
        Opening.requireSameManifest(opened, journal);
        journal.append(opened);
        taking.results().ifPresent(
                results -> new ResultsImport(results, journal, now).run(plan, taking.acceptUnknown()));
    }
}
