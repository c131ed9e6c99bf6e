package dev.veo3.internal.agentplatform;

import dev.veo3.auth.CredentialsException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.BoundedBody;
import dev.veo3.transport.Call;
import dev.veo3.transport.CallBody;
import dev.veo3.transport.ServiceErrors;
import dev.veo3.transport.SubmitVerdict;
import dev.veo3.transport.Transport;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/** Submits and polls. Sends each call once. Thread-safe. */
public final class AgentPlatformWire {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_ACCEPTANCE = 64 * 1024;

    private final Transport transport;
    private final Endpoints endpoints;
    private final TimeSource time;
    private final Duration submitTimeout;
    private final Duration pollTimeout;

    /** A wire over a transport that adds the credentials. */
    public AgentPlatformWire(Transport transport, Endpoints endpoints, TimeSource time, Duration submitTimeout,
            Duration pollTimeout) {
        this.transport = transport;
        this.endpoints = endpoints;
        this.time = time;
        this.submitTimeout = submitTimeout;
        this.pollTimeout = pollTimeout;
    }

    /**
     * Sends the request once.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read; nothing was sent
     * @throws InterruptedException when the thread was interrupted; whether the service took the request is not known
     */
    public SubmitOutcome submit(VideoRequest request) throws InterruptedException {
        Call call = Call.post(endpoints.submit(request.model()), RequestWriter.body(request), submitTimeout);
        try (Answer answer = transport.send(call)) {
            return isSuccess(answer)
                    ? acceptance(answer)
                    : SubmitVerdict.ofError(ServiceErrors.read(answer, time.now()));
        } catch (CredentialsException e) {
            return new SubmitOutcome.NotSent(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return SubmitVerdict.ofSilence(e);
        }
    }

    private static SubmitOutcome acceptance(Answer answer) throws InterruptedException {
        BoundedBody body = BoundedBody.read(answer, LONGEST_ACCEPTANCE);
        Optional<OperationName> name = NameReader.read(body.bytes());
        // A name that arrived is kept whatever happened behind it, an interrupt included: that stays pending.
        if (name.isEmpty() && Thread.interrupted()) {
            throw new InterruptedException("Interrupted while the answer to a submit was read");
        }
        if (name.isEmpty() && body.failure().isPresent()) {
            return SubmitVerdict.ofSilence(body.failure().get());
        }
        return SubmitVerdict.ofSuccess(answer.status(), name, new String(body.bytes(), StandardCharsets.UTF_8));
    }

    /**
     * Asks once how an operation stands. Videos inside the answer are in part files in that directory when this returns, and none is
     * left there when it throws.
     */
    public OperationState poll(OperationName operation, Path spoolDirectory) throws InterruptedException {
        Call call = Call.post(endpoints.poll(operation), question(operation), pollTimeout);
        try (Answer answer = transport.send(call)) {
            if (!isSuccess(answer)) {
                throw new VeoServiceException("Polling " + operation, ServiceErrors.read(answer, time.now()));
            }
            return state(answer, operation, spoolDirectory);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("Interrupted while polling " + operation);
                interrupted.initCause(e);
                throw interrupted;
            }
            throw new VeoNetworkException("Polling " + operation + " did not get through: " + e.getMessage(), e);
        }
    }

    private static OperationState state(Answer answer, OperationName operation, Path spoolDirectory)
            throws IOException {
        Beginning body = new Beginning(answer.body());
        try (OperationReader reader = new OperationReader(spoolDirectory)) {
            return reader.read(body);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new VeoProtocolException("The answer to polling " + operation + " cannot be read ("
                    + e.getOriginalMessage() + ")", body.text());
        }
    }

    private static CallBody question(OperationName operation) {
        return CallBody.of(JSON.createObjectNode().put("operationName", operation.value()).toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSuccess(Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }
}
