// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells what an image or video file contains. It trusts the content and not the name, and reads headers only: a few
 * kilobytes in one to three places, however large the file is. That the headers are right does not mean that every pixel
 * behind them is. Stateless and thread-safe.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="media"}
 *
 * @since 1.0
 */
public final class MediaInspector {

    /** What is done with an open file. */
    private interface Reading<T> {

        T read(MediaFile file) throws IOException;
    }

    private MediaInspector() {}

    /**
     * Reads the headers of a PNG, JPEG, WebP, MP4 or QuickTime file; symbolic links are followed. What it looks at:
     *
     * <ul>
     * <li>PNG: the chunks up to the picture's data, at most 256 of them. Transparency (tRNS), animation (acTL) and
     * orientation (eXIf) that stand elsewhere are not found.
     * <li>JPEG: the segments up to the frame header, however many and long they are. Their content is skipped, but for the
     * first EXIF data.
     * <li>WebP: the first chunk; of the extended form at most 255 more, up to the picture, and up to the EXIF data if the
     * file says that it has some.
     * <li>MP4 and QuickTime: the header (moov), wherever it stands, and which boxes lie around it; of a fragmented video
     * the first fragment, and each fragment if the header does not state the duration.
     * </ul>
     *
     * The work is bounded, whatever the content: at most 65,536 places of the file are looked at, some 100 ms. An interrupt
     * does not end it: the thread is still interrupted when this returns.
     *
     * @throws MediaException when the file cannot be read or is no such image or video; no content makes this throw
     *         anything else
     */
    public static MediaInfo inspect(Path path) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return open(path, MediaInspector::read);
                } catch (ClosedByInterruptException e) {
                    // The interrupt closed the channel. It is put back below, when the file has been read.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Reads a PNG, JPEG, WebP, MP4 or QuickTime file from its beginning to its end and says whether it is whole. The same as
     * {@link #verify(Path, Depth)} with {@link Depth#CONTENT}.
     *
     * @throws MediaException when the file cannot be read or is no such image or video
     * @throws InterruptedException when the thread was interrupted, which ends the verification
     */
    public static Verification verify(Path path) throws InterruptedException {
        return verify(path, Depth.CONTENT);
    }

    /**
     * Reads a PNG, JPEG, WebP, MP4 or QuickTime file and says whether it is whole; symbolic links are followed. How much can
     * be said depends on the format:
     *
     * <ul>
     * <li>PNG: the order of the chunks, the checksum of each, and the frames of an animation; with {@link Depth#CONTENT} also
     * that the picture can be unpacked and fills its size exactly. No bit can change unseen.
     * <li>JPEG: the markers and segments up to the end-of-image marker, the frame and scan headers, the tables, and the number
     * and order of the restart intervals. It has no checksum, so that a changed pixel is not seen; that something is missing is.
     * The single frames of Motion JPEG that some webcams give leave out the Huffman tables, which the standard asks for: they are
     * damaged. The message says how the tables are added.
     * <li>WebP: the sizes and the order of the chunks, those that the header announces, the frames of an animation, and the
     * sizes of the pictures. It has no checksum either.
     * <li>MP4 and QuickTime: the boxes, and for each track that its tables agree with each other and that each sample lies in
     * the samples' data, be it named by a table or by a fragment. With {@link Depth#CONTENT} all samples are read; of
     * H.264 and HEVC the units must fill the sample, and must not have a stretch of zeros of a kilobyte or more, such as an
     * unfinished download or a crash leaves behind. Other codecs give no means to say whether a sample is right. Samples that
     * several chunks share are read until that was twice the size of the file. What no sample
     * covers is not read. The numbers of fragments are not judged: videos that play everywhere have them out of order.
     * </ul>
     *
     * The work is bounded by the size of the file, and the memory is constant: some 200 kilobytes, and at most a megabyte more for
     * a video whose samples' data is in very many pieces.
     *
     * @throws MediaException when the file cannot be read or is no such image or video; no content makes this throw
     *         anything else
     * @throws InterruptedException when the thread was interrupted before or while the file was read, which ends the verification
     */
    public static Verification verify(Path path, Depth depth) throws InterruptedException {
        try {
            return open(path, file -> FileCheck.of(file, depth));
        } catch (ClosedByInterruptException e) {
            // The status stands for the exception that tells the same.
            Thread.interrupted();
            throw new InterruptedException("interrupted while " + path + " was verified");
        }
    }

    /** Opens the file, lets it be read, and says what is wrong if that cannot be. */
    private static <T> T open(Path path, Reading<T> reading) throws ClosedByInterruptException {
        try {
            // Asked before opening, because opening a pipe waits for its other end.
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw MediaException.of(path, Reason.NOT_A_FILE, "%s, not a file. Name an image or a video."
                        .formatted(attributes.isDirectory() ? "a directory" : "a pipe or a device"));
            }
            if (attributes.size() == 0) {
                throw MediaException.of(path, Reason.EMPTY, "the file is empty. Make or download it again.");
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return reading.read(new MediaFile(path, channel::read, attributes.size()));
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (NoSuchFileException e) {
            String from = path.isAbsolute() ? "" : "; it is taken from " + path.toAbsolutePath().getParent();
            throw MediaException.because(path, Reason.NOT_FOUND, "there is no such file. Check the path" + from + ".",
                    e);
        } catch (IOException e) {
            throw MediaException.because(path, Reason.UNREADABLE,
                    "cannot be read: " + whyUnreadable(e) + ". Check the file and its permissions.", e);
        } catch (UnsupportedOperationException e) {
            throw MediaException.because(path, Reason.UNREADABLE, "cannot be read: its file system ("
                    + path.getFileSystem().provider().getScheme() + ") gives no channel to it. Copy it to a disk.", e);
        }
    }

    private static String whyUnreadable(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    static MediaInfo read(MediaFile file) throws IOException {
        try (HeaderWindow window = file.window()) {
            return read(window);
        }
    }

    static MediaInfo read(HeaderWindow in) throws IOException {
        if (PngHeader.matches(in)) {
            return PngHeader.read(in);
        }
        if (JpegHeader.matches(in)) {
            return JpegHeader.read(in);
        }
        if (WebpHeader.matches(in)) {
            return WebpHeader.read(in);
        }
        if (MovieHeader.matches(in)) {
            return MovieHeader.read(in);
        }
        throw MediaException.notMedia(in.path(), "not an image or a video that can be used",
                ContentGuess.of(in.head()));
    }
}
