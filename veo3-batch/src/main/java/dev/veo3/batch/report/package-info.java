// SPDX-License-Identifier: Apache-2.0
/**
 * What came of a batch: {@link dev.veo3.batch.report.BatchReport}, reports for people and programs, results files, and what a retry makes of them. May import
 * {@code event}, {@code schedule}, {@code metrics} and what those may import.
 */
@NullMarked
package dev.veo3.batch.report;

import org.jspecify.annotations.NullMarked;
