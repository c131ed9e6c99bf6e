// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.auth.CredentialsException;
import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.BoundedBody;
import dev.veo3.transport.Call;
import dev.veo3.transport.ServiceErrors;
import dev.veo3.transport.SubmitVerdict;
import dev.veo3.transport.Transport;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/** Sends calls and tells what became of them: a paid one as an outcome, any other as an answer or an exception. Thread-safe. */
public final class Exchanges {
    private static final int LONGEST_ACCEPTANCE = 64 * 1024;

    private final Transport transport;
    private final TimeSource time;

    /** Exchanges over a transport that adds the credentials. */
    public Exchanges(Transport transport, TimeSource time) {
        this.transport = transport;
        this.time = time;
    }

    /** Reads the JSON of an answer. What it throws of Jackson's becomes an exception of ours. */
    @FunctionalInterface
    public interface AnswerReader<T> {

        /** The answer's meaning, read to its end so that its connection can be used again. */
        T read(InputStream json) throws IOException;
    }

    /** Reads how an operation stands. */
    @FunctionalInterface
    public interface StateReader {

        /**
         * See {@link AnswerReader#read}.
         *
         * @param clean takes the call's secrets out of what is logged meanwhile
         */
        OperationState read(InputStream json, UnaryOperator<String> clean) throws IOException;
    }

    /**
     * Sends a paid call once. Its answer is short: one that is not whole after as long again as the call may take is given up, and the
     * submission is ambiguous, as after every silence.
     *
     * @param look decides whether the end of the request leaves
     * @param nameOf finds the operation's name in the answer, even in one that breaks off behind it
     */
    public SubmitOutcome submit(Call call, LastLook look, Function<byte[], Optional<OperationName>> nameOf)
            throws InterruptedException {
        try (Answer answer = transport.send(call.within(call.timeout().multipliedBy(2)).after(look))) {
            if (isSuccess(answer)) {
                return acceptance(answer, nameOf);
            }
            ServiceError error = ServiceErrors.read(answer, time.now());
            return answer.isToUnsentCall()
                    ? SubmitVerdict.ofErrorBeforeSending(error)
                    : SubmitVerdict.ofError(error);
        } catch (CredentialsException e) {
            return new SubmitOutcome.NotSent(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return SubmitVerdict.ofSilence(e);
        }
    }

    private static SubmitOutcome acceptance(Answer answer, Function<byte[], Optional<OperationName>> nameOf)
            throws InterruptedException {
        BoundedBody body = BoundedBody.read(answer, LONGEST_ACCEPTANCE);
        Optional<OperationName> name = nameOf.apply(body.bytes());
        // A name that arrived is kept whatever happened behind it, an interrupt included: that stays pending.
        if (name.isEmpty() && Thread.interrupted()) {
            throw new InterruptedException("Interrupted while the answer to a submit was read");
        }
        if (name.isEmpty() && body.failure().isPresent()) {
            return SubmitVerdict.ofSilence(body.failure().get());
        }
        return SubmitVerdict.ofSuccess(answer.status(), name,
                answer.withoutSecrets(new String(body.bytes(), StandardCharsets.UTF_8)));
    }

    /**
     * Asks something that may be asked again.
     *
     * @param what begins a message: "Polling X"
     * @throws VeoServiceException when the service answered with an error
     * @throws VeoNetworkException when no whole answer came
     * @throws VeoProtocolException when the answer cannot be understood
     * @throws InterruptedException when the thread was interrupted
     */
    public <T> T ask(Call call, String what, AnswerReader<T> reader) throws InterruptedException {
        return askOf(call, what, answer -> reader);
    }

    private <T> T askOf(Call call, String what, Function<Answer, AnswerReader<T>> reader) throws InterruptedException {
        try (Answer answer = transport.send(call)) {
            if (!isSuccess(answer)) {
                throw new VeoServiceException(what, ServiceErrors.read(answer, time.now()));
            }
            return understood(answer, what, reader.apply(answer));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(what + " was interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw new VeoNetworkException(what + " did not get through: " + reason(e), e);
        }
    }

    /** Asks how far an operation is, as {@link #ask} does. What the service says of it to people is free of the call's secrets. */
    public OperationState poll(Call call, OperationName operation, StateReader reader) throws InterruptedException {
        return askOf(call, "Polling " + operation, answer -> json -> StateWords
                .map(reader.read(json, answer::withoutSecrets), answer::withoutSecrets));
    }

    private static <T> T understood(Answer answer, String what, AnswerReader<T> reader) throws IOException {
        Beginning body = new Beginning(answer.body());
        try {
            return reader.read(body);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new VeoProtocolException("The answer to " + lowerFirst(what) + " cannot be read ("
                    + Beginning.bounded(answer.withoutSecrets(e.getOriginalMessage())) + ")",
                    answer.withoutSecrets(body.text()));
        }
    }

    private static String lowerFirst(String what) {
        return Character.toLowerCase(what.charAt(0)) + what.substring(1);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static boolean isSuccess(Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }
}
