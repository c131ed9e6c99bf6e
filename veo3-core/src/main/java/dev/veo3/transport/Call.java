// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.video.LastLook;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request. Immutable. A class and no record: its headers may carry a token, which a record would print.
 */
public final class Call {
    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final Optional<CallBody> body;
    private final Duration timeout;
    private final Optional<Duration> total;

    private Call(String method, URI uri, Map<String, String> headers, Optional<CallBody> body, Duration timeout,
            Optional<Duration> total) {
        this.method = method;
        this.uri = uri;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
        this.timeout = timeout;
        this.total = total;
    }

    /** A question without a body. The timeout bounds the wait for the answer's beginning, and each pause in it. */
    public static Call get(URI uri, Duration timeout) {
        return new Call("GET", uri, Map.of(), Optional.empty(), timeout, Optional.empty());
    }

    /** A call that takes something away. */
    public static Call delete(URI uri, Duration timeout) {
        return new Call("DELETE", uri, Map.of(), Optional.empty(), timeout, Optional.empty());
    }

    /** A call that says everything by its address. */
    public static Call post(URI uri, Duration timeout) {
        return new Call("POST", uri, Map.of(), Optional.empty(), timeout, Optional.empty());
    }

    /** A call with a JSON body. The timeout bounds sending and the wait for the answer's beginning, and each pause in it. */
    public static Call post(URI uri, CallBody json, Duration timeout) {
        return new Call("POST", uri, Map.of("Content-Type", "application/json; charset=utf-8"), Optional.of(json),
                timeout, Optional.empty());
    }

    /** The same call with further headers; they replace those of the same name. */
    public Call withHeaders(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Call(method, uri, all, body, timeout, total);
    }

    /** The same call to another address. */
    Call to(URI other) {
        return new Call(method, other, headers, body, timeout, total);
    }

    /** The same call, whose whole answer may take no longer than this, however steadily it comes. */
    public Call within(Duration whole) {
        return new Call(method, uri, headers, body, timeout.compareTo(whole) <= 0 ? timeout : whole,
                Optional.of(whole));
    }

    /** The same call, whose body's end leaves only when that look allows it. One without a body is not looked at. */
    public Call after(LastLook look) {
        return new Call(method, uri, headers, body.map(known -> new LookedAtBody(known, look)), timeout, total);
    }

    /** For example {@code POST}. */
    public String method() {
        return method;
    }

    /** Where it goes. */
    public URI uri() {
        return uri;
    }

    /** What goes with it; may hold secrets. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What is sent; empty for a question. */
    public Optional<CallBody> body() {
        return body;
    }

    /** How long to wait for the beginning of the answer, and then for each further piece of it. */
    public Duration timeout() {
        return timeout;
    }

    /** How long the whole answer may take; empty when it may take as long as it keeps coming. */
    public Optional<Duration> total() {
        return total;
    }

    /** Method, host and path: neither headers nor the query, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
