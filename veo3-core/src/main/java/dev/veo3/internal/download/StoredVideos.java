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

    private final Transport transport;
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
        this.host = override.map(URI::toString).orElse("https://storage.googleapis.com");
        this.time = time;
        this.timeout = timeout;
    }

    /**
     * Fetches an object into a part file beside the target, checks its length, forces it to the disk, checks that its header is a
     * video's and moves it into place. When this throws, the target is as it was and the part file is gone.
     */
    public Path fetch(String gsUri, Path target) throws InterruptedException {
        Placement.requireFile(target);
        Call call = Call.get(address(gsUri), timeout);
        try (Answer answer = transport.send(call)) {
            if (answer.status() != 200) {
                throw new VeoServiceException("Downloading " + gsUri, ServiceErrors.read(answer, time.now()));
            }
            return receive(answer, gsUri, target);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw Placement.interrupted(e);
            }
            throw new VeoNetworkException("Downloading " + gsUri + " did not get through: " + e.getMessage(), e);
        }
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
