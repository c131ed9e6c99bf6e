// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.time.Instant;

/**
 * db-scheduler's PostgreSQL, which sees the jobs of one batch only among those that are due: each batch is dealt out by itself. When the
 * batch was submitted anew, its jobs are not dealt out to what is left of a former submission.
 */
final class OneBatchDialect extends PostgreSqlJdbcCustomization {
    private final String condition;

    OneBatchDialect(String batch, Instant submittedAt) {
        super(true, true);
        // A batch's name has no quotation mark.
        this.condition = " AND task_name = '" + batch + "' AND EXISTS (SELECT FROM veo3_batch WHERE batch = '" + batch
                + "' AND submitted_at = timestamptz '" + submittedAt + "') ";
    }

    @Override
    public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
            boolean orderByPriority) {
        return super.createGenericSelectForUpdateQuery(tableName, limit, condition + requiredAndCondition,
                orderByPriority);
    }
}
