// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.time.Instant;

/**
 * db-scheduler's PostgreSQL, which sees the jobs of one batch only among those that are due: each batch is dealt out by itself. When the
 * batch was submitted anew, its jobs are not dealt out to what is left of a former submission. A job that could not be looked at is left
 * alone for a while; it keeps its rank, so that it is its turn then.
 */
final class OneBatchDialect extends PostgreSqlJdbcCustomization {
    /** In seconds, after each failure. */
    private static final int REST = 2;
    private static final int LONGEST_REST = 30;
    private static final String RESTED = " AND (last_failure IS NULL OR last_failure < clock_timestamp()"
            + " - least(" + REST + " * coalesce(consecutive_failures, 1), " + LONGEST_REST
            + ") * interval '1 second') AND (SELECT "
            + Database.NOT_IDLE + ") IS NOT NULL";

    private final String condition;

    private OneBatchDialect(String condition) {
        super(true, true);
        this.condition = condition;
    }

    /** All jobs. */
    static OneBatchDialect all(String batch, Instant submittedAt) {
        return new OneBatchDialect(of(batch, submittedAt));
    }

    /** The jobs that the service has, or may have: whoever had them is gone. */
    static OneBatchDialect begun(String batch, Instant submittedAt) {
        return new OneBatchDialect(
                of(batch, submittedAt) + "AND task_instance IN (SELECT job FROM veo3_job WHERE batch = '" + batch
                        + "' AND " + Begun.ANY + ") ");
    }

    private static String of(String batch, Instant submittedAt) {
        // A batch's name has no quotation mark.
        return " AND task_name = '" + batch + "' AND EXISTS (SELECT FROM veo3_batch WHERE batch = '" + batch
                + "' AND submitted_at = timestamptz '" + submittedAt + "')" + RESTED + " ";
    }

    /** The time of a failure after which a job that has failed so often before is left alone until then. */
    static Instant failureBefore(Instant due, int failures) {
        return due.minusSeconds(Math.min((long) REST * (failures + 1), LONGEST_REST));
    }

    @Override
    public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
            boolean orderByPriority) {
        return super.createGenericSelectForUpdateQuery(tableName, limit, condition + requiredAndCondition,
                orderByPriority);
    }
}
