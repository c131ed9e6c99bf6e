// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One real PostgreSQL for all tests of this JVM, which owns it and ends it with itself. It is started with the first test that
 * needs it.
 */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static final class Started {
        private static final EmbeddedPostgres SERVER = start();
        private static final HikariDataSource POOL = pool(SERVER.getPostgresDatabase());

        static {
            ClusterSchema.apply(POOL);
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("max_connections", "100").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A pool for the database that has the tables. */
    public static DataSource pool() {
        return Started.POOL;
    }

    /** A new pool for the same database, with some connections; the test closes it. */
    public static HikariDataSource anotherPool() {
        return pool(Started.SERVER.getPostgresDatabase());
    }

    /** The address of the database that has the tables, for processes of the test. */
    public static String address() {
        pool();
        return Started.SERVER.getJdbcUrl("postgres", "postgres");
    }

    /** Where it listens. */
    static int port() {
        pool();
        return Started.SERVER.getPort();
    }

    /** A new database without tables; each call for a connection opens one. */
    static DataSource newDatabase() throws SQLException {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(pool(), "CREATE DATABASE " + name);
        return Started.SERVER.getDatabase("postgres", name);
    }

    /** A pool for a new database that has the tables, with so many connections; the test closes it. */
    public static HikariDataSource newPool(int connections) throws SQLException {
        HikariDataSource pool = pool(newDatabase());
        pool.setMaximumPoolSize(connections);
        ClusterSchema.apply(pool);
        return pool;
    }

    /** The same, which waits for so many milliseconds at the most when all connections are in use. */
    static HikariDataSource newPool(int connections, long patience) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(newDatabase());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(patience);
        HikariDataSource pool = new HikariDataSource(config);
        ClusterSchema.apply(pool);
        return pool;
    }

    public static void execute(DataSource database, String statement) throws SQLException {
        try (Connection connection = database.getConnection(); Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    /** The first column of the first row. */
    public static String text(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement run = connection.createStatement();
                ResultSet result = run.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
