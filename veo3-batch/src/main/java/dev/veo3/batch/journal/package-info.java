// SPDX-License-Identifier: Apache-2.0
/**
 * What a batch must not forget: {@link dev.veo3.batch.journal.Journal} takes {@link dev.veo3.batch.journal.JournalRecord}s, in
 * order and durably, and gives back what they say about a job, {@link dev.veo3.batch.journal.JobHistory}. May import
 * {@code event} and what that may import.
 */
@NullMarked
package dev.veo3.batch.journal;

import org.jspecify.annotations.NullMarked;
