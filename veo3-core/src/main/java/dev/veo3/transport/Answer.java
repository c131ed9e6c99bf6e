// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * An answer whose body has not been read yet. Used by one thread, which closes it: a body that was not read to its end takes its
 * connection with it.
 */
public final class Answer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;
    private final Set<String> secrets;
    private final boolean unsent;

    /** An answer; header names are looked up in any case. */
    public Answer(int status, Map<String, List<String>> headers, InputStream body) {
        this(status, headers, body, Set.of(), false);
    }

    private Answer(int status, Map<String, List<String>> headers, InputStream body, Set<String> secrets,
            boolean unsent) {
        this.status = status;
        this.secrets = secrets;
        this.unsent = unsent;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body;
    }

    /** The same answer, with something around its body. The new one takes this one's place. */
    Answer over(UnaryOperator<InputStream> around) {
        return new Answer(status, headers, around.apply(body), secrets, unsent);
    }

    /** The same answer, to a call whose body did not leave whole and will not any more. */
    Answer toUnsentCall() {
        return new Answer(status, headers, body, secrets, true);
    }

    /** Whether the call that it answers cannot have been taken, because its body did not leave whole: a proxy refused it, for example. */
    public boolean isToUnsentCall() {
        return unsent;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The first value of that header. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Every value of that header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The same answer, to a call that carried these secrets, or came about by one that did. */
    Answer toSecretCall(Set<String> carried) {
        return new Answer(status, headers, body,
                Stream.concat(secrets.stream(), carried.stream()).collect(toUnmodifiableSet()), unsent);
    }

    /** What the call carried. */
    Set<String> secrets() {
        return secrets;
    }

    /** A text from this answer without what the call carried: some proxies print the request that they refuse. */
    public String withoutSecrets(String text) {
        return SecretText.without(text, secrets);
    }

    /** The length that the answer announces; empty when it announces none that can be read. */
    public OptionalLong announcedLength() {
        return header("Content-Length").filter(length -> length.matches("\\d{1,18}"))
                .map(length -> OptionalLong.of(Long.parseLong(length))).orElseGet(OptionalLong::empty);
    }

    /** The body. A pause in it that is longer than the call's timeout ends it with an {@link IOException}. */
    public InputStream body() {
        return body;
    }

    /**
     * Passes the body on to its end, without a copy where it comes from the network. To be used instead of {@link #body}. When this returns
     * or throws, the receiver is not called any more.
     *
     * @throws IOException when the body broke off, paused for longer than the call's timeout, or could not be taken
     * @throws InterruptedException when the thread was interrupted
     */
    public void passTo(Receiver receiver) throws IOException, InterruptedException {
        PassingBody.pass(body, receiver);
    }

    /** Gives the connection back, or ends it when the body was not read to its end. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // What was read stays true, an operation name above all.
            LOG.debug("Closing an answer failed", e);
        }
    }

    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
