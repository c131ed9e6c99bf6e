// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1 and serves each connection on a virtual thread of its own. No more than a number of connections
 * are open at a time; the next one waits until one is closed. Thread-safe.
 */
public final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Handler handler;
    private final Pause pause;
    private final Semaphore places;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("emulator-", 0).factory());
    private final Thread acceptor;

    /**
     * Starts to listen.
     *
     * @param port 0 takes a free one
     * @throws UncheckedIOException when the port is taken
     */
    public Listener(int port, int maxConnections, Handler handler, Pause pause) {
        this.handler = handler;
        this.pause = pause;
        this.places = new Semaphore(maxConnections);
        try {
            server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(LOOPBACK));
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(),
                    e);
        }
        acceptor = Thread.ofPlatform().daemon().name("emulator-listener-" + server.getLocalPort()).start(this::accept);
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many connections are open. */
    public int openConnections() {
        return open.size();
    }

    /** How many connections were open at the same time. */
    public int mostConnections() {
        return mostOpen.get();
    }

    /** Stops listening, cuts every connection off and waits for its thread. Does nothing the second time. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Closing the listener: {}", e.toString());
        }
        acceptor.interrupt();
        threads.shutdownNow();
        open.forEach(Listener::close);
        threads.close();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                places.acquire();
                if (!acceptOne()) {
                    places.release();
                    // It may have been the last free file handle: trying again at once would only burn time.
                    pause.pause(Duration.ofMillis(10));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The emulator stops listening");
        }
    }

    private boolean acceptOne() {
        try {
            Socket socket = server.accept();
            open.add(socket);
            mostOpen.accumulateAndGet(open.size(), Math::max);
            try {
                threads.execute(() -> serve(socket));
            } catch (RejectedExecutionException e) {
                open.remove(socket);
                close(socket);
                return false;
            }
            return true;
        } catch (IOException e) {
            LOG.debug("No connection was accepted: {}", e.toString());
            return false;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Connection(socket, handler, pause).serve();
        } catch (IOException e) {
            LOG.debug("The client has gone: {}", e.toString());
        } catch (InterruptedException e) {
            LOG.debug("A connection was cut off: the emulator stops");
        } catch (RuntimeException e) {
            LOG.error("The emulator failed at a connection", e);
        } finally {
            open.remove(socket);
            places.release();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection: {}", e.toString());
        }
    }
}
