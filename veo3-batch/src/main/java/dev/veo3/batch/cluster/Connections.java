// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a pool has as many connections as a worker needs. Too few look like a database that is away, later and now and then. */
final class Connections {
    /** What a worker with one batch has been seen to use without anybody waiting for long. */
    static final int FEWEST = 5;
    /** What is to be done about too few, a sentence. */
    static final String ADVICE = "Give the pool 10 connections for a worker, 5 at the least, and 2 more for each further batch"
            + " that runs at the same time, and the server as many.";
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private Connections() {}

    /**
     * Takes as many at once, and gives them back.
     *
     * @throws JournalException when there are not so many, after the time that the pool waits for one
     */
    static void require(DataSource source) {
        Deque<Connection> taken = new ArrayDeque<>();
        try {
            while (taken.size() < FEWEST) {
                taken.add(source.getConnection());
            }
        } catch (SQLException e) {
            throw new JournalException("The pool of the cluster's database gave " + taken.size()
                    + " connections at once and not one more: " + e.getMessage() + " " + ADVICE, e);
        } finally {
            taken.forEach(Connections::giveBack);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back", e);
        }
    }
}
