// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.auth.CredentialsException;
import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.Call;
import dev.veo3.transport.ServiceErrors;
import dev.veo3.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one video, in as many attempts as it takes. Used by one thread. */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    /** As much as this is worth another row of attempts: a bad line may cut a long video many times. */
    private static final long PROGRESS = 1024 * 1024;

    private final Transport transport;
    private final Disk disk;
    private final TimeSource time;
    private final Call call;
    private final String name;
    private final String what;
    private final Attempts attempts;
    private long furthest;
    private Optional<Checksum> checksum = Optional.empty();
    private UnaryOperator<String> clean = UnaryOperator.identity();

    /**
     * A download.
     *
     * @param name of the video, for messages and for the part file
     */
    Download(Transport transport, Disk disk, TimeSource time, Attempts attempts, Call call, String name) {
        this.transport = transport;
        this.disk = disk;
        this.time = time;
        this.attempts = attempts;
        this.call = call;
        this.name = name;
        this.what = "Downloading " + name;
    }

    /** What came of an attempt: nothing when the video is whole, else why it may be repeated. */
    private sealed interface End {
        record Whole() implements End {}

        record Failed(VeoException reason) implements End {}
    }

    /** Fetches it into a part file beside the target, whole, checked and on the disk. The file is the caller's then. */
    Path fetch(Path target) throws InterruptedException {
        while (true) {
            Path whole = collect(target);
            Optional<VeoProtocolException> damage = check(whole);
            if (damage.isEmpty()) {
                return whole;
            }
            attempts.failed(damage.get());
        }
    }

    private Path collect(Path target) throws InterruptedException {
        if (Thread.interrupted()) {
            // An interrupt closes every file that is opened.
            throw new InterruptedException("Interrupted before a video was fetched");
        }
        try (DownloadPart part = DownloadPart.open(disk, target, name)) {
            furthest = Math.max(furthest, part.size());
            while (attempt(part) instanceof End.Failed(VeoException reason)) {
                if (part.size() >= furthest + PROGRESS) {
                    furthest = part.size();
                    attempts.progressed();
                }
                again(part, reason);
            }
            return part.complete();
        } catch (IOException e) {
            throw interruptedOr(e, FileFailure.of(what + " cannot be written", e));
        }
    }

    /** Waits for the next attempt. What has come outlives this download when that may go on later. */
    private void again(DownloadPart part, VeoException reason) throws InterruptedException {
        try {
            attempts.failed(reason);
        } catch (VeoNetworkException e) {
            part.keep();
            throw part.isKept()
                    ? new VeoNetworkException(e.getMessage() + ". " + part.size() + " bytes are kept in a"
                            + " part file: download again to go on behind them", e)
                    : e;
        } catch (VeoServiceException | InterruptedException e) {
            part.keep();
            throw e;
        }
    }

    private End attempt(DownloadPart part) throws InterruptedException {
        Map<String, String> range = part.validator().map(state -> state.askBehind(part.size())).orElse(Map.of());
        try (Answer answer = transport.send(call.withHeaders(range).within(attempts.left()))) {
            return switch (answer.status()) {
                case 200 -> begun(answer, part);
                case 206 -> continued(answer, part);
                case 416 -> beyond(answer, part);
                default -> refused(ServiceErrors.read(answer, time.now()), part);
            };
        } catch (IOException e) {
            if (Thread.interrupted()) {
                part.keep();
                throw Placement.interrupted(e);
            }
            return new End.Failed(new VeoNetworkException(what + " did not get through: " + reason(e), e));
        } catch (CredentialsException | InterruptedException e) {
            part.keep();
            throw e;
        }
    }

    private End begun(Answer answer, DownloadPart part) throws IOException, InterruptedException {
        OptionalLong length = answer.announcedLength();
        if (length.isEmpty() && !answer.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            // Such an answer ends where the connection does: one that was cut would look finished.
            throw new VeoProtocolException(what + " brought an answer that does not say how long it is");
        }
        part.restart(Validator.of(answer), storedLength(answer).isPresent() ? storedLength(answer) : length);
        return receive(answer, part, Long.MAX_VALUE);
    }

    /** The length that Cloud Storage has: where it is sent as it is stored, an answer that is shorter was cut on the way. */
    private static OptionalLong storedLength(Answer answer) {
        boolean asStored = answer.header("x-goog-stored-content-encoding").orElse("").equals("identity");
        return answer.header("x-goog-stored-content-length").filter(length -> asStored && length.matches("\\d{1,18}"))
                .map(length -> OptionalLong.of(Long.parseLong(length))).orElseGet(OptionalLong::empty);
    }

    private End continued(Answer answer, DownloadPart part) throws IOException, InterruptedException {
        Optional<ContentRange> range = ContentRange.of(answer);
        boolean fits = range.isPresent() && range.get().from() == part.size()
                && part.validator().filter(state -> state.isThatOf(answer)).isPresent()
                && (part.total().isEmpty() || range.get().total().equals(part.total()));
        if (!fits) {
            // Nothing of it is taken: the two would not be of one file.
            long asked = part.size();
            part.restart(Optional.empty(), OptionalLong.empty());
            return new End.Failed(new VeoProtocolException(what + " from byte " + asked
                    + " brought another piece than was asked for: "
                    + answer.withoutSecrets(answer.header("Content-Range").orElse("without a range"))));
        }
        part.expect(range.get().total());
        return receive(answer, part, range.get().to() + 1);
    }

    /** There is nothing behind the last byte, or the file is another one by now. */
    private End beyond(Answer answer, DownloadPart part) throws IOException {
        OptionalLong total = ContentRange.totalBehind(answer);
        if (part.validator().isPresent() && total.isPresent() && total.getAsLong() == part.size()
                && (part.total().isEmpty() || part.total().equals(total))) {
            return new End.Whole();
        }
        ServiceError error = ServiceErrors.read(answer, time.now());
        part.restart(Optional.empty(), OptionalLong.empty());
        return new End.Failed(new VeoServiceException(what, error));
    }

    private End refused(ServiceError error, DownloadPart part) {
        VeoServiceException refusal = new VeoServiceException(what, error);
        if (Attempts.mayPass(error)) {
            return new End.Failed(refusal);
        }
        // Credentials may be put right.
        part.keep();
        throw refusal;
    }

    private End receive(Answer answer, DownloadPart part, long end) throws IOException, InterruptedException {
        checksum = Checksum.of(answer);
        clean = answer::withoutSecrets;
        requireBounded(part.total().orElse(0));
        requireSpace(part);
        answer.passTo(bytes -> {
            requireBounded(part.size() + bytes.stream().mapToLong(ByteBuffer::remaining).sum());
            part.write(bytes);
        });
        long size = part.size();
        if (size == 0) {
            throw new VeoProtocolException(what + " brought 0 bytes of " + described(part.total()));
        }
        long total = part.total().orElse(size);
        if (size > Math.min(total, end)) {
            part.restart(Optional.empty(), OptionalLong.empty());
            return new End.Failed(new VeoProtocolException(what + " brought " + size + " bytes of "
                    + Math.min(total, end) + " that were announced"));
        }
        return size < total
                ? new End.Failed(new VeoNetworkException(what + " brought " + size + " bytes of " + total,
                        new IOException("The answer ended early")))
                : new End.Whole();
    }

    private void requireBounded(long size) {
        if (size > attempts.mostBytes()) {
            throw new VeoProtocolException(what + " brings more than " + attempts.mostBytes()
                    + " bytes, which no video is meant to have. If this one is, allow it with downloadRetries(…)"
                    + " and DownloadRetries.withMostBytes");
        }
    }

    private static String described(OptionalLong total) {
        return total.isPresent() ? String.valueOf(total.getAsLong()) : "a video";
    }

    private void requireSpace(DownloadPart part) {
        if (part.total().isEmpty()) {
            return;
        }
        long needed = part.total().getAsLong() - part.size();
        long usable;
        try {
            usable = disk.usableSpace(part.directory());
        } catch (IOException e) {
            LOG.debug("The free space of {} cannot be told", part.directory(), e);
            return;
        }
        if (usable >= 0 && usable < needed) {
            throw new VeoFileException(what + " needs " + needed + " bytes more, and " + usable + " are free in "
                    + part.directory() + ". Make room there, then download again: nothing of the video is lost");
        }
    }

    /** What is wrong with a whole file and may not be so the next time. A file with something wrong is deleted. */
    private Optional<VeoProtocolException> check(Path whole) throws InterruptedException {
        boolean fine = false;
        try {
            if (checksum.isPresent() && !checksum.get().isThatOf(whole)) {
                return Optional.of(new VeoProtocolException(what + " brought other bytes than the service has: their "
                        + checksum.get().algorithm() + " is not " + checksum.get().base64()));
            }
            Optional<VeoProtocolException> damage = VideoCheck.damage(whole, what, checksum.isPresent(), clean);
            fine = damage.isEmpty();
            return damage;
        } catch (IOException e) {
            throw interruptedOr(e, FileFailure.of("The part file " + whole + " cannot be read", e));
        } finally {
            if (!fine) {
                delete(whole);
            }
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The part file {} cannot be deleted: {}", file, e.toString());
        }
    }

    private static VeoFileException interruptedOr(IOException e, VeoFileException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw Placement.interrupted(e);
        }
        return failure;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
