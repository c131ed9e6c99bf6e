// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;

/** db-scheduler's PostgreSQL, which sees the jobs of one batch only among those that are due: each batch is dealt out by itself. */
final class OneBatchDialect extends PostgreSqlJdbcCustomization {
    private final String condition;

    OneBatchDialect(String batch) {
        super(true, true);
        // A batch's name has no quotation mark.
        this.condition = " AND task_name = '" + batch + "' ";
    }

    @Override
    public String createGenericSelectForUpdateQuery(String tableName, int limit, String requiredAndCondition,
            boolean orderByPriority) {
        return super.createGenericSelectForUpdateQuery(tableName, limit, condition + requiredAndCondition,
                orderByPriority);
    }
}
