// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * The tables of a cluster, in the schema that comes first on the connection's search path. {@link #apply} makes them or brings
 * them up to date; whoever prefers Flyway points it at {@code classpath:META-INF/veo3/schema} instead, and the result is the
 * same. Stateless, thread-safe.
 *
 * @since 1.0
 */
public final class ClusterSchema {
    /** Each version's statements, from version 1. What was shipped once never changes. */
    private static final List<String> VERSIONS = List.of("V1__jobs_and_records.sql", "V2__limits.sql",
            "V3__batches_and_executions.sql", "V4__risks.sql", "V5__unfinished.sql");

    /** Keeps two programs from applying at once; a number of our own among all advisory locks of the database. */
    private static final long LOCK = 0x7665_6f33_5343_4845L;

    /** How long a lock of another program is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterSchema() {}

    /** The version that this library works with. */
    public static int version() {
        return VERSIONS.size();
    }

    /**
     * Makes the tables, or what is missing of them, in one transaction: when this throws, nothing was changed, unless the database went
     * away while that was committed. Does nothing when they are up to date. Several programs may call it at once, and each as often as
     * it likes. A database that is away for a moment is waited for.
     *
     * @throws JournalException when the database cannot be reached, does not permit it, or was made by a later version of this
     *             library
     */
    public static void apply(DataSource database) {
        try {
            patient(database).write(ClusterSchema::apply);
        } catch (DatabaseAwayException e) {
            throw new JournalException("The tables of the cluster cannot be made: " + e.getMessage()
                    + " Check the address and that the database runs.", e);
        }
    }

    private static int apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Database.begin(connection);
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            int found = found(statement);
            failIfLater(found);
            for (String file : VERSIONS.subList(found, VERSIONS.size())) {
                statement.execute(text(file));
            }
            return found;
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.LASTING) {
                throw new JournalException("The tables of the cluster cannot be made: " + e.getMessage()
                        + " Check that the user may create tables.", e);
            }
            throw e;
        }
    }

    /** One that tries again while the database is away for a moment. */
    private static Database patient(DataSource source) {
        return new Database(source, PATIENCE, TimeSource.system());
    }

    /**
     * Looks whether the tables are there in the version that this library works with. Changes nothing. A database that is away for a
     * moment is waited for.
     *
     * @throws JournalException when they are not, or the database cannot be read
     */
    public static void check(DataSource database) {
        try {
            check(patient(database));
        } catch (DatabaseAwayException e) {
            throw new JournalException("The tables of the cluster cannot be looked at: " + e.getMessage()
                    + " Check that the database runs, then try again.", e);
        }
    }

    /**
     * The same.
     *
     * @throws DatabaseAwayException when the database is away, for longer than a moment
     */
    static void check(Database database) {
        int found = database.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return found(statement);
            }
        });
        failIfLater(found);
        if (found < version()) {
            throw new JournalException("The tables of the cluster are "
                    + (found == 0 ? "missing" : "of version " + found) + " and must be of version " + version()
                    + ". Call ClusterSchema.apply, or let Flyway apply classpath:META-INF/veo3/schema.");
        }
    }

    private static void failIfLater(int found) {
        if (found > version()) {
            throw new JournalException("The tables of the cluster are of version " + found
                    + ", made by a later version of this library, which knows " + version()
                    + ". Use that library on this machine too.");
        }
    }

    private static int found(Statement statement) throws SQLException {
        if (number(statement, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('veo3_schema')") == 0) {
            return 0;
        }
        return number(statement, "SELECT coalesce(max(version), 0) FROM veo3_schema");
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static String text(String file) {
        String name = "/META-INF/veo3/schema/" + file;
        try (InputStream in = ClusterSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in veo3-batch");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
