// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The videos that went to the Files API: each is processed for a while when its operation is done, and gone in two days. */
public final class FileStore {

    private static final Pattern ID = Pattern.compile("([0-9a-f-]{36})-([0-3])");
    private static final Duration RETENTION = Duration.ofDays(2);

    private final Operations operations;
    private final Duration processing;

    /** The files of these operations, each of which is processed for this time. */
    public FileStore(Operations operations, Duration processing) {
        this.operations = operations;
        this.processing = processing;
    }

    /**
     * A file.
     *
     * @param operation whose video it is
     * @param index which of its videos
     * @param active whether it can be fetched; else it is still being processed
     * @param created when its operation was done
     */
    public record Stored(Operation operation, int index, boolean active, Instant created) {

        /** Its id, without {@code files/}. */
        public String id() {
            return FileStore.id(operation, index);
        }

        /** When it will be gone. */
        public Instant expires() {
            return created.plus(RETENTION);
        }
    }

    /** The id of the file that one of an operation's videos becomes. */
    public static String id(Operation operation, int index) {
        return operation.id() + "-" + index;
    }

    /** The file of this id, unless it belongs to somebody else, does not exist yet or is gone. */
    public Optional<Stored> find(String id, String owner) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? operations.withId(matcher.group(1))
                        .filter(operation -> operation.submission().owner().equals(owner))
                        .flatMap(operation -> stored(operation, Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** All files of an owner, the newest first. */
    public Stream<Stored> all(String owner) {
        return operations.all().reversed().stream()
                .filter(operation -> operation.submission().owner().equals(owner))
                .flatMap(operation -> IntStream.range(0, operation.delivered())
                        .mapToObj(index -> stored(operation, index)).flatMap(Optional::stream));
    }

    private Optional<Stored> stored(Operation operation, int index) {
        boolean exists = operation.submission().order().destination() instanceof Destination.Files
                && index < operation.delivered() && operations.done(operation) && !operation.fileDeleted(index)
                && !operations.doneFor(operation, RETENTION);
        return exists
                ? Optional.of(new Stored(operation, index, operations.doneFor(operation, processing),
                        operations.due(operation)))
                : Optional.empty();
    }
}
