// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database whose answer to a commit is lost a number of times, although the commit has happened. */
final class LostCommit {
    private final DataSource source;
    private final AtomicInteger left;

    LostCommit(DataSource source, int times) {
        this.source = source;
        this.left = new AtomicInteger(times);
    }

    DataSource database() {
        return Intercepted.connections(source, connection -> Intercepted.of(Connection.class, connection, call -> {
            Object result = call.happen();
            if (call.name().equals("commit") && left.getAndDecrement() > 0) {
                throw new SQLException("the connection broke while the commit was answered", "08006");
            }
            return result;
        }));
    }
}
