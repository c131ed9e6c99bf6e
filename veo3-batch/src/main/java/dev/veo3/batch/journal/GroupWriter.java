// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.flight.JournalForceFlight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines in groups: while one group is on its way to the disk the next one fills, so that many records share one force.
 * {@link #run} is for one thread, which alone touches the file and is never interrupted; an interrupted thread would close it.
 */
final class GroupWriter implements Runnable {
    /** Of a group that has become so large, whoever adds to it waits until it is written: memory is bounded. */
    private static final int LARGEST = 8 << 20;
    private static final int LARGEST_SPARE = 1 << 20;

    private final Path file;
    private final Disk.Writable disk;
    private final Consumer<Group> written;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final CRC32C crc = new CRC32C();
    private Group filling;
    private byte @Nullable [] spare;
    private boolean idle;
    private boolean closed;
    private @Nullable JournalException broken;

    /**
     * Goes on behind what is in the file.
     *
     * @param offset where the file ends
     * @param number the next line's number
     * @param written is told each group that is written, before whoever waits for it
     */
    GroupWriter(Path file, Disk.Writable disk, long offset, long number, Consumer<Group> written) {
        this.file = file;
        this.disk = disk;
        this.written = written;
        this.filling = new Group(offset, number, null);
    }

    /** What a caller has to wait for once it holds no lock. */
    interface Wait {
        /** Nothing. */
        Wait NONE = () -> {};

        /**
         * Waits, whatever happens; an interrupt stays set.
         *
         * @throws JournalException when the journal has failed meanwhile
         */
        void await();
    }

    /**
     * Adds a line. Its order among all others is the order of the calls.
     *
     * @param history of the job, when the line tells everything about it
     * @param force whether to wait until the line is on disk
     * @throws JournalException when the journal has failed or is closed; the line is not added then
     */
    Wait add(JsonLine line, @Nullable JobHistory history, boolean force) {
        if (line.size() > LineFrame.LONGEST - LineFrame.OVERHEAD) {
            throw new IllegalArgumentException("A record of " + line.size() + " bytes is too long for a journal");
        }
        lock.lock();
        try {
            failIfOver();
            filling.add(line, history);
            if (force) {
                filling.force();
            }
            wake();
            return force || filling.size() > LARGEST ? filling.join() : Wait.NONE;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sees to it that every line that was added before gets to the disk.
     *
     * @throws JournalException when the journal has failed or is closed
     */
    Wait sync() {
        lock.lock();
        try {
            failIfOver();
            filling.force();
            wake();
            return filling.join();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (idle) {
            work.signal();
        }
    }

    /**
     * Nothing when the journal takes records.
     *
     * @throws JournalException when it does not
     */
    void failIfOver() {
        Optional<JournalException> failure = failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Why nothing more is taken. */
    Optional<JournalException> failure() {
        Optional<JournalException> failure = broken();
        return failure.isPresent() || !isClosed()
                ? failure
                : Optional.of(new JournalException(file + ": the journal is closed"));
    }

    /** Why it is not known what is on disk. */
    Optional<JournalException> broken() {
        lock.lock();
        try {
            return Optional.ofNullable(broken).map(JournalException::again);
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what was added is still written and forced. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filling.force();
            wake();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        @Nullable
        Group group = null;
        try {
            for (group = next(); group != null; group = next()) {
                write(group);
                group.finish(null);
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it was: who waits must not wait for ever, and what is on disk is not known.
            fail(group, new JournalException(file + ": the journal cannot be written any more: " + e.getMessage()
                    + ". See to the disk, and run the batch again: it goes on from what the journal says.", e));
        }
    }

    /** The next group, when there is something to do; null when there will not be. */
    private @Nullable Group next() {
        lock.lock();
        try {
            while (!filling.hasWork()) {
                if (closed) {
                    return null;
                }
                idle = true;
                work.awaitUninterruptibly();
                idle = false;
            }
            Group group = filling;
            filling = new Group(group.end(), group.nextNumber(), spare);
            spare = null;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void write(Group group) throws IOException {
        byte[] bytes = group.sealed(crc);
        if (group.size() > 0) {
            disk.write(ByteBuffer.wrap(bytes, 0, group.size()), group.offset());
        }
        if (group.isForced()) {
            JournalForceFlight flight = new JournalForceFlight();
            flight.begin();
            disk.force();
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(group.size());
            }
        }
        keep(bytes);
        written.accept(group);
    }

    private void keep(byte[] bytes) {
        if (bytes.length <= LARGEST_SPARE) {
            lock.lock();
            try {
                spare = bytes;
            } finally {
                lock.unlock();
            }
        }
    }

    private void fail(@Nullable Group group, JournalException why) {
        Group last;
        lock.lock();
        try {
            broken = why;
            last = filling;
        } finally {
            lock.unlock();
        }
        if (group != null) {
            group.finish(why);
        }
        last.finish(why);
    }
}
