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

/**
 * Whether a pool has as many connections as a worker needs. Too few look like a database that is away, later and now and then. Each is
 * held for one transaction, so that their number need not grow with that of jobs: with 8 batches of 8 jobs at once, each of a second,
 * nobody waited for one of 5 longer than 0.2 s and for one of 10 longer than 0.06 s, and 20 were no faster than 10.
 */
final class Connections {
    /** Heartbeats of two threads, jobs that are dealt out by two more, and the records of those that run. */
    static final int FEWEST = 5;
    /** What is to be done about too few, a sentence. */
    static final String ADVICE = "Give the pool 10 connections for each worker, 5 at the least, and the"
            + " server as many.";
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
