// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file is not an image or a video that can be used. The message says which file, what is wrong, where, and what to do.
 *
 * @since 1.0
 */
public final class MediaException extends RuntimeException {

    /** Why a file cannot be used. */
    public enum Reason {
        /** There is no such file. */
        NOT_FOUND,
        /** The system does not let the file be read; the cause says why. */
        UNREADABLE,
        /** It is a directory, a pipe, a device: something else than a regular file. */
        NOT_A_FILE,
        /** The file has no content. */
        EMPTY,
        /** The content is something else than an image or a video that the models take. */
        NOT_MEDIA,
        /** The content begins as an image or a video but is cut off or contradicts its format. */
        DAMAGED
    }

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The paths of the default file system are serializable where anyone needs it.
    private final Path path;
    private final Reason reason;
    /** Negative where no place in the file is meant. */
    private final long offset;
    /** What the content looks like, or what is wrong with it. */
    private final @Nullable String detail;

    private MediaException(Path path, Reason reason, long offset, @Nullable String detail, String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
        this.reason = reason;
        this.offset = offset;
        this.detail = detail;
    }

    static MediaException of(Path path, Reason reason, String what) {
        return new MediaException(path, reason, -1, null, path + ": " + what, null);
    }

    static MediaException because(Path path, Reason reason, String what, Throwable cause) {
        return new MediaException(path, reason, -1, null, path + ": " + what, cause);
    }

    static MediaException notMedia(Path path, String whatItIsNot, String guess) {
        String message = "%s: %s: it looks like %s. Give a PNG, JPEG or WebP image or an MP4 or MOV video."
                .formatted(path, whatItIsNot, guess);
        return new MediaException(path, Reason.NOT_MEDIA, -1, guess, message, null);
    }

    static MediaException damaged(Path path, long offset, String what) {
        return new MediaException(path, Reason.DAMAGED, offset, what, sentence(path, offset, what), null);
    }

    static String sentence(Path path, long offset, String what) {
        return path + ": damaged at byte " + offset + ": " + what + ". Make or download the file again.";
    }

    /** The file, as it was given to the inspector. */
    public Path path() {
        return path;
    }

    /** Why the file cannot be used. */
    public Reason reason() {
        return reason;
    }

    /** What the content looks like instead, such as "plain text"; given for {@link Reason#NOT_MEDIA}. */
    public Optional<String> lookedLike() {
        return reason == Reason.NOT_MEDIA ? Optional.ofNullable(detail) : Optional.empty();
    }

    /** What is wrong with the content, without the file, the place and the advice; for {@link Reason#DAMAGED}. */
    String problem() {
        return Objects.requireNonNull(detail);
    }

    /** The place in the file, in bytes from its start, where the content is wrong; given for {@link Reason#DAMAGED}. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
