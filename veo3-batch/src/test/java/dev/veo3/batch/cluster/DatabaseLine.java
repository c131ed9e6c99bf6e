// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A way to the test's PostgreSQL that can be cut and mended. Each call for a connection opens one. */
public final class DatabaseLine implements AutoCloseable {
    private final ServerSocket entrance;
    private final int server;
    private final String name;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile CountDownLatch refused = new CountDownLatch(1);

    private DatabaseLine(int server, String name) throws IOException {
        this.server = server;
        this.name = name;
        this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** A whole one. */
    public static DatabaseLine open() {
        return to("postgres");
    }

    /** A whole one to the database of a pool. */
    public static DatabaseLine to(DataSource pool) throws SQLException {
        return to(PostgresServer.text(pool, "SELECT current_database()"));
    }

    private static DatabaseLine to(String name) {
        try {
            return new DatabaseLine(PostgresServer.port(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that has the tables, at the other end. */
    public DataSource database() {
        return database("postgres");
    }

    DataSource database(String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[]{"localhost"});
        source.setPortNumbers(new int[]{entrance.getLocalPort()});
        source.setDatabaseName(name);
        source.setUser(user);
        return source;
    }

    /** Every connection breaks, and no new one comes about. */
    public void cut() {
        refused = new CountDownLatch(1);
        cut = true;
        sockets.forEach(DatabaseLine::end);
    }

    public void mend() {
        cut = false;
    }

    /** Returns when somebody has wanted a connection since the line was cut. */
    public void awaitRefusal() throws InterruptedException {
        refused.await();
    }

    private void accept() {
        try {
            while (true) {
                Socket in = entrance.accept();
                if (cut) {
                    in.close();
                    refused.countDown();
                    continue;
                }
                Socket out = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(in);
                sockets.add(out);
                if (cut) {
                    end(in);
                    end(out);
                }
                Thread.ofVirtual().start(() -> pass(in, out));
                Thread.ofVirtual().start(() -> pass(out, in));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void pass(Socket from, Socket to) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // It is cut, or one side has gone.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
