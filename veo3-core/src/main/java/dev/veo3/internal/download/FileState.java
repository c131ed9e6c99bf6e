// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.BoundedBody;
import dev.veo3.transport.Call;
import dev.veo3.transport.ServiceErrors;
import dev.veo3.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waits until the Gemini API has processed a file: before, it cannot be fetched. Used by one thread. */
final class FileState {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 64 * 1024;

    /** Some five seconds are usual. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PROCESSING = Duration.ofMinutes(10);

    /** A proxy or a recording may serve files without their descriptions. */
    private static final Set<Integer> UNDESCRIBED = Set.of(404, 405, 501);

    private final Transport transport;
    private final TimeSource time;
    private final Attempts attempts;
    private final Call call;
    private final String what;

    /**
     * A file.
     *
     * @param call asks for its description
     * @param name for messages
     */
    FileState(Transport transport, TimeSource time, Attempts attempts, Call call, String name) {
        this.transport = transport;
        this.time = time;
        this.attempts = attempts;
        this.call = call;
        this.what = "Downloading " + name;
    }

    /**
     * Returns when the file can be fetched, or when nothing is known that speaks against it.
     *
     * @throws VeoServiceException when it never can be
     */
    void awaitActive() throws InterruptedException {
        long start = time.nanos();
        Duration wait = FIRST_WAIT;
        while (isProcessing()) {
            if (time.nanos() - start > LONGEST_PROCESSING.toNanos()) {
                throw new VeoNetworkException(what + " has to wait: the service still processes it after "
                        + LONGEST_PROCESSING.toMinutes() + " minutes. Download it later",
                        new IOException("The file is PROCESSING"));
            }
            time.sleep(wait);
            Duration longer = wait.multipliedBy(3).dividedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
        }
    }

    private boolean isProcessing() throws InterruptedException {
        while (true) {
            Optional<Boolean> processing = look();
            if (processing.isPresent()) {
                return processing.get();
            }
        }
    }

    /** Empty when the question failed and has waited for its next attempt. */
    private Optional<Boolean> look() throws InterruptedException {
        VeoException failure;
        try (Answer answer = transport.send(call)) {
            if (answer.status() == 200) {
                return Optional.of(isProcessing(answer));
            }
            ServiceError error = ServiceErrors.read(answer, time.now());
            if (UNDESCRIBED.contains(error.httpStatus())) {
                return Optional.of(false);
            }
            failure = new VeoServiceException(what, error);
            if (!Attempts.mayPass(error)) {
                throw failure;
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw Placement.interrupted(e);
            }
            failure = new VeoNetworkException(what + " did not get through: " + e.getMessage(), e);
        }
        attempts.failed(failure);
        return Optional.empty();
    }

    private boolean isProcessing(Answer answer) throws IOException {
        BoundedBody body = BoundedBody.read(answer, LONGEST);
        if (body.failure().isPresent()) {
            throw body.failure().get();
        }
        String text = new String(body.bytes(), StandardCharsets.UTF_8);
        try {
            JsonNode file = JSON.readTree(text);
            String state = file.path("state").asString("");
            if (state.equals("FAILED")) {
                throw new VeoServiceException(what, new ServiceError(answer.status(), "FAILED",
                        answer.withoutSecrets(file.path("error").path("message").asString("")), Optional.empty()));
            }
            // A word that came after this library speaks against nothing.
            return state.equals("PROCESSING");
        } catch (JacksonException e) {
            throw new VeoProtocolException("The answer to " + what + " cannot be read", answer.withoutSecrets(text));
        }
    }
}
