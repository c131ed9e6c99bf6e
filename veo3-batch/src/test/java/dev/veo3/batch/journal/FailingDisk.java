// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The disk of this machine, which fails once when it is told to, counts its forces, and can be made to hold one. */
final class FailingDisk implements Disk {
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicBoolean forceFails = new AtomicBoolean();
    private volatile @Nullable Path fullFile;
    private volatile int room;
    private volatile @Nullable Semaphore hold;
    private final Phaser held = new Phaser(1);

    /** Of the next write to the file only so many bytes find room. */
    void failNextWrite(Path file, int bytes) throws IOException {
        room = bytes;
        fullFile = file.toRealPath();
    }

    /** The next force of a file fails, and all that follow succeed. */
    void failNextForce() {
        forceFails.set(true);
    }

    /** From now on a force of a file waits for a permit of this. */
    void holdForces(Semaphore permits) {
        hold = permits;
    }

    /** Waits until a force is held. */
    void awaitHeldForce(int phase) {
        held.awaitAdvance(phase);
    }

    int forces() {
        return forces.get();
    }

    @Override
    public Writable open(Path file) throws IOException {
        Writable real = SystemDisk.INSTANCE.open(file);
        return new Writable() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                if (file.equals(fullFile)) {
                    fullFile = null;
                    real.write(bytes.slice(bytes.position(), Math.min(room, bytes.remaining())), position);
                    throw new IOException("No space left on device");
                }
                real.write(bytes, position);
            }

            @Override
            public void truncate(long size) throws IOException {
                real.truncate(size);
            }

            @Override
            public void force() throws IOException {
                forces.incrementAndGet();
                Semaphore permits = hold;
                if (permits != null) {
                    held.arrive();
                    permits.acquireUninterruptibly();
                }
                if (forceFails.getAndSet(false)) {
                    throw new IOException("Input/output error");
                }
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        SystemDisk.INSTANCE.replace(file, by);
    }

    @Override
    public void delete(Path file) throws IOException {
        SystemDisk.INSTANCE.delete(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        SystemDisk.INSTANCE.createDirectory(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        SystemDisk.INSTANCE.forceDirectory(directory);
    }
}
