package dev.veo3.internal.download;

import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.transport.Call;
import dev.veo3.transport.ServiceErrors;
import dev.veo3.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches videos that the service put in Cloud Storage, through its JSON API. Thread-safe. */
public final class StoredVideos {
    private static final Pattern OBJECT = Pattern.compile("gs://([^/]+)/(.+)", Pattern.DOTALL);

    private static final Pattern SERVICE_FILE = Pattern
            .compile("https?://[^/]+(/v[a-z0-9]+/files/[A-Za-z0-9_-]+)(?::download)?(?:\\?.*)?");

    private final Transport transport;
    private final Optional<URI> override;
    private final String host;
    private final TimeSource time;
    private final Duration timeout;

    /**
     * Fetches from Google's host, or from the one that stands in for it.
     *
     * @param transport adds the credentials
     * @param timeout for the beginning of an answer and for each pause in it
     */
    public StoredVideos(Transport transport, Optional<URI> override, TimeSource time, Duration timeout) {
        this.transport = transport;
        this.override = override;
        this.host = override.map(URI::toString).orElse("https://storage.googleapis.com");
        this.time = time;
        this.timeout = timeout;
    }

    /**
     * Fetches an object into a part file beside the target, checks its length, forces it to the disk, checks that its header is a
     * video's and moves it into place. When this throws, the target is as it was and the part file is gone.
     */
    public Path fetch(String gsUri, Path target) throws InterruptedException {
        return fetch(address(gsUri), gsUri, target);
    }

    /** The same for a file that the Gemini API keeps. */
    public Path fetchServiceFile(String uri, Path target) throws InterruptedException {
        return fetch(serviceAddress(uri), uri, target);
    }

    private Path fetch(URI address, String name, Path target) throws InterruptedException {
        Placement.requireFile(target);
        Call call = Call.get(address, timeout);
        try (Answer answer = transport.send(call)) {
            if (answer.status() != 200) {
                throw new VeoServiceException("Downloading " + name, ServiceErrors.read(answer, time.now()));
            }
            return receive(answer, name, target);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw Placement.interrupted(e);
            }
            throw new VeoNetworkException("Downloading " + name + " did not get through: " + e.getMessage(), e);
        }
    }

    /** The host gets the credentials, so it is Google's or the one that stands in for it, whatever the answer named. */
    private URI serviceAddress(String uri) {
        Matcher matcher = SERVICE_FILE.matcher(uri);
        if (!matcher.matches()) {
            throw new VeoRequestException("\"" + uri + "\" is no address of a file of the Gemini API");
        }
        return URI.create(override.map(URI::toString).orElse("https://generativelanguage.googleapis.com")
                + matcher.group(1) + ":download?alt=media");
    }

    private static Path receive(Answer answer, String gsUri, Path target) throws IOException, InterruptedException {
        OptionalLong length = answer.announcedLength();
        if (length.isEmpty() && !answer.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            // Such an answer ends where the connection does: one that was cut would look finished.
            throw new VeoProtocolException("The answer to downloading " + gsUri + " does not say how long it is", "");
        }
        try (PartFile part = PartFile.create(Placement.directoryOf(target), String.valueOf(target.getFileName()))) {
            answer.body().transferTo(part);
            if (part.size() == 0 || (length.isPresent() && part.size() != length.getAsLong())) {
                throw new VeoProtocolException("Downloading " + gsUri + " brought " + part.size() + " bytes of "
                        + (length.isPresent() ? String.valueOf(length.getAsLong()) : "a video"), "");
            }
            part.finish();
            return Placement.move(part.path(), target, "Downloading " + gsUri);
        }
    }

    private URI address(String gsUri) {
        Matcher matcher = OBJECT.matcher(gsUri);
        if (!matcher.matches()) {
            throw new VeoRequestException("\"" + gsUri + "\" is no address of the form gs://bucket/object");
        }
        return URI.create(host + "/storage/v1/b/" + encoded(matcher.group(1)) + "/o/" + encoded(matcher.group(2))
                + "?alt=media");
    }

    private static String encoded(String segment) {
        // A form encodes a blank as '+', a path as %20.
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
