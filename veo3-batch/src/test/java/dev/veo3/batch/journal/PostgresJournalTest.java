// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import java.util.UUID;

/** A journal in PostgreSQL does what every journal does that outlives its program. */
class PostgresJournalTest extends DurableJournalContract {
    private final String batch = "batch " + UUID.randomUUID();

    @Override
    Journal create() {
        return openAgain();
    }

    @Override
    Journal openAgain() {
        return PostgresJournal.open(PostgresServer.pool(), batch);
    }

    /** Each of their records is a transaction. */
    @Override
    int manyJobs() {
        return 200;
    }
}
