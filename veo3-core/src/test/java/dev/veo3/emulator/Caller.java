// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of an emulator whose time stands still until it is moved. */
final class Caller implements AutoCloseable {

    static final String MODEL = "veo-3.1-generate-001";
    static final Duration GENERATION = Duration.ofSeconds(30);

    final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    final Emulator emulator;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Caller(Emulator.Builder builder, long nanosByReading) {
        emulator = builder.time(() -> nanos.addAndGet(nanosByReading)).start();
    }

    static Caller of(Emulator.Builder builder) {
        return new Caller(builder.latency(Latency.fixed(GENERATION)), 0);
    }

    /** One whose time moves on by this much with every look at it. */
    static Caller moving(Emulator.Builder builder, Duration byReading) {
        return new Caller(builder, byReading.toNanos());
    }

    static Caller plain() {
        return of(Emulator.builder());
    }

    /** Single quotes stand for double ones. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    static String prompt(String prompt) {
        return json("{'instances':[{'prompt':'" + prompt + "'}]}");
    }

    static String job(String label) {
        return json("{'instances':[{'prompt':'A cat'}],'labels':{'veo3-job':'" + label + "'}}");
    }

    HttpResponse<byte[]> submit(String model, String body) throws IOException, InterruptedException {
        return post(model + ":predictLongRunning", body);
    }

    HttpResponse<byte[]> submit(String body) throws IOException, InterruptedException {
        return submit(MODEL, body);
    }

    /** Submits what must be accepted and answers the operation's name. */
    String accepted(String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = submit(body);
        if (response.statusCode() != 200) {
            throw new AssertionError("Refused: " + text(response));
        }
        return tree(response).get("name").stringValue();
    }

    HttpResponse<byte[]> poll(String name) throws IOException, InterruptedException {
        return post(MODEL + ":fetchPredictOperation", json("{'operationName':'" + name + "'}"));
    }

    /** Submits, lets the generation time pass and answers the finished operation. */
    JsonNode finished(String body) throws IOException, InterruptedException {
        String name = accepted(body);
        pass(GENERATION);
        return tree(poll(name));
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer token";
        return call("GET", path, "", all);
    }

    /** Any request, with these headers only; a path or a whole address. */
    HttpResponse<byte[]> call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create(path.startsWith("http:") ? path : emulator.baseUrl() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** A request with an API key. */
    HttpResponse<byte[]> withKey(String method, String path, String body) throws IOException, InterruptedException {
        return call(method, path, body, "x-goog-api-key", "key");
    }

    /** Downloads a file of the Files API, over its redirect. */
    HttpResponse<byte[]> download(String uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = withKey("GET", uri, "");
        for (int hops = 0; response.statusCode() == 302 && hops < 3; hops++) {
            response = withKey("GET", response.headers().firstValue("Location").orElseThrow(), "");
        }
        if (response.statusCode() != 200) {
            throw new AssertionError("Not downloaded: " + text(response));
        }
        return response;
    }

    /** A request with a token. */
    HttpResponse<byte[]> withToken(String method, String path, String body) throws IOException, InterruptedException {
        return call(method, path, body, "Authorization", "Bearer token");
    }

    HttpResponse<byte[]> post(String call, String body) throws IOException, InterruptedException {
        return send(call, body, "Authorization", "Bearer token");
    }

    HttpResponse<byte[]> send(String call, String body, String... headers) throws IOException, InterruptedException {
        return call("POST", "/v1/projects/p/locations/us-central1/publishers/google/models/" + call, body, headers);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static JsonNode tree(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
        emulator.close();
    }
}
