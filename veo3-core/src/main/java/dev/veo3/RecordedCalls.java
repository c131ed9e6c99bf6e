package dev.veo3;

import dev.veo3.error.VeoServiceException;
import dev.veo3.internal.flight.DownloadFlight;
import dev.veo3.internal.flight.PollFlight;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the flight recorder of polls and downloads: how they ended and how long they took, and nothing of what is in them. */
final class RecordedCalls {
    private static final String INTERRUPTED = "interrupted";

    private RecordedCalls() {}

    /** A call of the service. */
    @FunctionalInterface
    interface Blocking<T> {

        /** Blocks until there is an answer. */
        T call() throws InterruptedException;
    }

    static OperationState poll(OperationName operation, Blocking<OperationState> poll) throws InterruptedException {
        PollFlight flight = new PollFlight();
        flight.begin();
        String outcome = "failed";
        int status = 0;
        try {
            OperationState state = poll.call();
            outcome = word(state);
            return state;
        } catch (VeoServiceException e) {
            status = e.error().httpStatus();
            throw e;
        } catch (InterruptedException e) {
            outcome = INTERRUPTED;
            throw e;
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(operation.value(), outcome, status);
            }
        }
    }

    private static String word(OperationState state) {
        return switch (state) {
            case OperationState.Running running -> "running";
            case OperationState.Done(VideoOutcome.Succeeded outcome) -> "succeeded";
            case OperationState.Done(VideoOutcome.PartlyFiltered outcome) -> "partly_filtered";
            case OperationState.Done(VideoOutcome.Filtered outcome) -> "filtered";
            case OperationState.Done(VideoOutcome.Failed outcome) -> "operation_failed";
            case OperationState.Done(VideoOutcome.Empty outcome) -> "empty";
        };
    }

    static Path download(GeneratedVideo video, Blocking<Path> download) throws InterruptedException {
        DownloadFlight flight = new DownloadFlight();
        flight.begin();
        String outcome = "failed";
        int status = 0;
        long bytes = 0;
        try {
            Path file = download.call();
            outcome = "downloaded";
            flight.end();
            if (flight.shouldCommit()) {
                bytes = size(file);
            }
            return file;
        } catch (VeoServiceException e) {
            status = e.error().httpStatus();
            throw e;
        } catch (InterruptedException e) {
            outcome = INTERRUPTED;
            throw e;
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(kind(video), outcome, status, bytes);
            }
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String kind(GeneratedVideo video) {
        return switch (video) {
            case GeneratedVideo.Inline inline -> "inline";
            case GeneratedVideo.Stored stored -> "stored";
            case GeneratedVideo.ServiceFile file -> "service_file";
        };
    }
}
