// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoRequestException;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Call;
import dev.veo3.transport.Transport;
import dev.veo3.video.IfExists;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches videos that the service keeps: in Cloud Storage, through its JSON API, or as files of the Gemini API. Thread-safe. */
public final class StoredVideos {
    private static final Pattern OBJECT = Pattern.compile("gs://([^/]+)/(.+)", Pattern.DOTALL);

    private static final Pattern SERVICE_FILE = Pattern
            .compile("https?://[^/?#]+(?:/[^/?#]+)*?(/v[0-9][a-z0-9]*/files/[A-Za-z0-9_-]+)(?::download)?(?:\\?.*)?");

    private static final Pattern SIGNED = Pattern
            .compile("https://(?:[A-Za-z0-9._-]+\\.)?storage\\.googleapis\\.com(?::443)?(/[^?#]+(?:\\?[^#]*)?)");

    private final Transport transport;
    private final Transport anonymous;
    private final Optional<URI> override;
    private final TimeSource time;
    private final Patience patience;
    private final BooleanSupplier closed;
    private final Disk disk;

    /**
     * Fetches from Google's hosts, or from the one that stands in for them.
     *
     * @param transport adds the credentials and follows redirects
     * @param anonymous adds no credentials, for addresses that carry their own proof
     * @param closed whether nothing is to be repeated any more
     */
    public StoredVideos(Transport transport, Transport anonymous, Optional<URI> override, TimeSource time,
            Patience patience,
            BooleanSupplier closed, Disk disk) {
        this.transport = transport;
        this.anonymous = anonymous;
        this.override = override;
        this.time = time;
        this.patience = patience;
        this.closed = closed;
        this.disk = disk;
    }

    /**
     * Fetches an object into a part file beside the target, goes on with it after a cut, checks its length, its checksum and its
     * structure, forces it to the disk and moves it into place. When this throws, the target is as it was.
     */
    public Path fetch(String gsUri, Path target, IfExists rule) throws InterruptedException {
        return fetch(transport, objectAddress(gsUri), gsUri, target, rule, new Attempts(patience, time, closed));
    }

    /** The same for a file that the Gemini API keeps, once that has processed it; or for an object behind a signed address. */
    public Path fetchServiceFile(String uri, Path target, IfExists rule) throws InterruptedException {
        Matcher matcher = SERVICE_FILE.matcher(uri);
        Matcher signed = SIGNED.matcher(uri);
        if (signed.matches()) {
            return fetchSigned(uri, signed.group(1), target, rule);
        }
        if (!matcher.matches()) {
            throw new VeoRequestException("\"" + uri.replaceFirst("\\?.*", "")
                    + "\" is no address of a file of the Gemini API");
        }
        // The host gets the credentials, so it is Google's or the one that stands in for it, whatever the answer named.
        URI description = URI.create(host("https://generativelanguage.googleapis.com") + matcher.group(1));
        String name = uri.replaceFirst("\\?.*", "");
        if (Placement.stays(target, rule)) {
            return target;
        }
        Attempts attempts = new Attempts(patience, time, closed);
        new FileState(transport, time, attempts, Call.get(description, patience.timeout()), name).awaitActive();
        return fetch(transport, URI.create(description + ":download?alt=media"), name, target, rule, attempts);
    }

    /** Whoever has a signed address may fetch it: no credentials go there. */
    private Path fetchSigned(String uri, String behindHost, Path target, IfExists rule) throws InterruptedException {
        String name = uri.replaceFirst("\\?.*", "");
        URI address;
        try {
            address = URI.create(override.map(there -> there + behindHost).orElse(uri));
        } catch (IllegalArgumentException e) {
            throw new VeoRequestException("\"" + name + "\" is no address of a video");
        }
        return fetch(anonymous, address, name, target, rule, new Attempts(patience, time, closed));
    }

    private Path fetch(Transport way, URI address, String name, Path target, IfExists rule, Attempts attempts)
            throws InterruptedException {
        if (Placement.stays(target, rule)) {
            return target;
        }
        Call call = Call.get(address, patience.timeout());
        Path whole = new Download(way, disk, time, attempts, call, name).fetch(target);
        try {
            return Placement.put(whole, target, rule);
        } finally {
            Download.delete(whole);
        }
    }

    private URI objectAddress(String gsUri) {
        Matcher matcher = OBJECT.matcher(gsUri);
        if (!matcher.matches()) {
            throw new VeoRequestException("\"" + gsUri + "\" is no address of the form gs://bucket/object");
        }
        return URI.create(host("https://storage.googleapis.com") + "/storage/v1/b/" + encoded(matcher.group(1)) + "/o/"
                + encoded(matcher.group(2)) + "?alt=media");
    }

    private String host(String ofGoogle) {
        return override.map(URI::toString).orElse(ofGoogle);
    }

    private static String encoded(String segment) {
        // A form encodes a blank as '+', a path as %20.
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
