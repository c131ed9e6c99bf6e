// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.video.CancelOutcome;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;

/** One way of talking to the service. Sends each call once. Implementations are thread-safe. */
public interface Wire {

    /** Whether an operation of that name is asked for on this wire. */
    boolean knows(OperationName operation);

    /** What the names of its operations look like, for a message. */
    String nameShape();

    /**
     * Sends the request once.
     *
     * @param look decides whether the end of the request leaves
     * @throws dev.veo3.error.VeoRequestException when this wire cannot say it; nothing was sent
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read; nothing was sent
     * @throws InterruptedException when the thread was interrupted; whether the service took the request is not known
     */
    SubmitOutcome submit(VideoRequest request, LastLook look) throws InterruptedException;

    /**
     * Asks once how an operation stands. Videos inside the answer are in part files in that directory when this returns, and none is
     * left there when it throws.
     *
     * @param atMost how long the whole answer may take
     */
    OperationState poll(OperationName operation, Path spoolDirectory, Duration atMost) throws InterruptedException;

    /**
     * Asks the service to end an operation.
     *
     * @throws dev.veo3.error.VeoRequestException when the service has no way to do that
     */
    CancelOutcome cancel(OperationName operation) throws InterruptedException;

    /**
     * Makes the service forget an operation that has ended, with its video.
     *
     * @throws dev.veo3.error.VeoRequestException when the service has no way to do that
     */
    void delete(OperationName operation) throws InterruptedException;
}
