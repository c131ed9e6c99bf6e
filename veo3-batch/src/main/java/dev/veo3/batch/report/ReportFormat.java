// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * In what form a report is written.
 *
 * @since 1.0
 */
public enum ReportFormat {
    /**
     * JSON, of the schema {@code veo3-report/1}, which is the resource {@code dev/veo3/batch/report/veo3-report-1.schema.json}. An
     * object with:
     * <ul>
     * <li>{@code schema}: {@code "veo3-report/1"}. What is added later does not change it, so readers pass over fields that they do
     * not know; what is removed or means something else makes it another number.</li>
     * <li>{@code title}, and {@code generated}: when the report was written. Times are in UTC, as in ISO 8601; durations are
     * nanoseconds, amounts US dollars.</li>
     * <li>{@code summary}: {@code jobs}, {@code succeeded}, {@code failed}, {@code started} and {@code ended} (missing without jobs),
     * {@code elapsed_ns}, {@code duration_ns} (of all jobs together), {@code outcomes} (how many jobs by outcome), and how long
     * jobs took, {@code p50_ns}, {@code p95_ns}, {@code p99_ns}, exact to 1.6 %.</li>
     * <li>{@code cost}: {@code total_usd}, and of that {@code ambiguous_usd} and {@code extras_usd}; {@code by_model}.</li>
     * <li>{@code failures}: jobs without a video, grouped: {@code outcome}, {@code reason}, {@code jobs}, {@code advice},
     * {@code examples}.</li>
     * <li>{@code timeline}: {@code begin}, {@code step_ns}, and for each step how many jobs were on average in {@code submit},
     * {@code generate}, {@code download} and {@code other}; {@code limits}: how many jobs might be in flight.</li>
     * <li>{@code measured}: whether {@code alerts}, {@code bottleneck}, {@code health} and {@code metrics} were
     * {@linkplain RunFigures measured} while the batch ran. When not, alerts are of slow jobs and of many errors, by the standard rules,
     * the bottleneck is an estimate from the times of the jobs, or missing, and nothing is said of health and metrics.</li>
     * <li>{@code extras}: attempts besides those that count.</li>
     * <li>{@code jobs}, last, because there may be many.</li>
     * </ul>
     */
    JSON,
    /**
     * CSV by RFC 4180 with a line of names, in UTF-8. Where a text begins with what a spreadsheet takes for a formula ({@code =},
     * {@code +}, {@code -}, {@code @}, a tab, a line break) an apostrophe is put before it. Times are in UTC, durations in seconds,
     * amounts US dollars.
     */
    CSV,
    /** The format of the Go program {@code go-veo3}, from which a retry can go on: see {@link ResultsFile}. */
    RESULTS,
    /**
     * One page that asks nothing of any network. It lists at most 100,000 jobs, those without a video first of all; its sums are of
     * all.
     */
    HTML;

    /**
     * The format of a file, by the end of its name: {@link #HTML} for {@code .html} and {@code .htm}, {@link #JSON} for {@code .json},
     * {@link #CSV} for {@code .csv}, in upper or lower case; empty for any other. {@link #RESULTS} is named by nothing.
     */
    public static Optional<ReportFormat> of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            return Optional.of(HTML);
        }
        if (name.endsWith(".json")) {
            return Optional.of(JSON);
        }
        return name.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
    }
}
