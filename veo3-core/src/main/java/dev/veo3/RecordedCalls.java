// SPDX-License-Identifier: Apache-2.0
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells the flight recorder of polls and downloads: how they ended and how long they took, and nothing of what is in them. */
final class RecordedCalls {
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
        Ending<OperationState> ending = new Ending<>();
        try {
            return ending.of(poll);
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(operation.value(), ending.word(RecordedCalls::word), ending.status);
            }
        }
    }

    static Path download(GeneratedVideo video, Blocking<Path> download) throws InterruptedException {
        DownloadFlight flight = new DownloadFlight();
        flight.begin();
        Ending<Path> ending = new Ending<>();
        try {
            return ending.of(download);
        } finally {
            flight.end();
            if (flight.shouldCommit()) {
                flight.keep(kind(video), ending.word(file -> "downloaded"), ending.status,
                        ending.result == null ? 0 : size(ending.result));
            }
        }
    }

    /** How a call ended, of which there may be no result. */
    private static final class Ending<T> {
        private @Nullable T result;
        private boolean interrupted;
        private int status;

        T of(Blocking<T> blocking) throws InterruptedException {
            try {
                T answer = blocking.call();
                result = answer;
                return answer;
            } catch (VeoServiceException e) {
                status = e.error().httpStatus();
                throw e;
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
        }

        String word(Function<T, String> ofResult) {
            if (result != null) {
                return ofResult.apply(result);
            }
            return interrupted ? "interrupted" : "failed";
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
