// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.execute.Executor;
import javax.sql.DataSource;

/** What the shares of one worker have in common. */
record WorkerParts(DataSource source, Database database, DatabaseClock clock, Executor executor,
        ClusterOptions options) {}
