// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.clip.ClipLoop;
import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.wire.StorageFolder;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The videos of finished operations. They are made when they are asked for, and always the same. Thread-safe. */
public final class Results {

    /** What every video is. */
    public static final String MIME_TYPE = "video/mp4";

    private static final Pattern OBJECT = Pattern.compile("(.+)/sample_([0-3])\\.mp4");
    private static final Pattern GS = Pattern.compile("gs://([^/]+)/(.+)");

    private final Operations operations;
    private final ClipLoop clips = ClipLoop.load();

    /** The videos of these operations. */
    public Results(Operations operations) {
        this.operations = operations;
    }

    /** One of an operation's videos; its comment names the operation, so that no two of them are the same file. */
    public Clip clip(Operation operation, int index) {
        VideoOrder order = operation.submission().order();
        return clips.make(order.shape(), order.frames(), order.sound(),
                "operation " + operation.id() + " sample " + index);
    }

    /** Where a video is in storage, for an operation whose videos go there. */
    public static String uri(StorageFolder folder, int index) {
        return folder.uri() + "/sample_" + index + ".mp4";
    }

    /**
     * A video in storage.
     *
     * @param operation whose video it is
     * @param index which of its videos
     */
    public record Stored(Operation operation, int index) {}

    /** The video that is stored under this name, if its operation is done and has delivered it. */
    public Optional<Stored> stored(String bucket, String object) {
        Matcher matcher = OBJECT.matcher(object);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(matcher.group(2));
        return operations.finishedIn(new StorageFolder(bucket, matcher.group(1)))
                .filter(operation -> index < operation.delivered()).map(operation -> new Stored(operation, index));
    }

    /**
     * An object of a listing.
     *
     * @param name without the bucket
     */
    public record Listed(String name, Stored stored) {}

    /** The videos in a bucket whose names begin with that, in the order of their names: those of operations that are done. */
    public Stream<Listed> below(String bucket, String prefix) {
        return operations.all().stream().filter(operations::done)
                .filter(operation -> operation.folder().filter(folder -> folder.bucket().equals(bucket)).isPresent())
                .flatMap(operation -> IntStream.range(0, operation.delivered())
                        .mapToObj(index -> listed(operation, operation.folder().orElseThrow(), index)))
                .filter(object -> object.name().startsWith(prefix)).sorted(Comparator.comparing(Listed::name));
    }

    private static Listed listed(Operation operation, StorageFolder folder, int index) {
        return new Listed(uri(folder, index).substring("gs://".length() + folder.bucket().length() + 1),
                new Stored(operation, index));
    }

    /** What an extension needs to know of a stored video, by its {@code gs://} address. */
    public Optional<MovieHeader> header(String gsUri) {
        Matcher matcher = GS.matcher(gsUri);
        return matcher.matches()
                ? stored(matcher.group(1), matcher.group(2))
                        .map(video -> video.operation().submission().order().header())
                : Optional.empty();
    }
}
