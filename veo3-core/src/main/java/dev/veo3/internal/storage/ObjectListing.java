// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.storage;

import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.transport.Call;
import dev.veo3.video.GeneratedVideo;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists the videos below a place in Cloud Storage, page by page, through its JSON API. A listing shows every object that was written
 * before it was asked for. Thread-safe. Source: the reference of {@code Objects: list} of the Cloud Storage JSON API.
 */
public final class ObjectListing {
    private static final Pattern PLACE = Pattern.compile("gs://([^/]+)/(.+)", Pattern.DOTALL);
    private static final int LARGEST_PAGE = 1000;
    /** So many pages in a row may bring no video before the listing is given up. */
    private static final int MOST_EMPTY_PAGES = 100;

    private final Exchanges exchanges;
    private final String host;
    private final Duration timeout;

    /**
     * Asks Google's host, or the one that stands in for it.
     *
     * @param timeout for one page
     */
    public ObjectListing(Exchanges exchanges, Optional<URI> override, Duration timeout) {
        this.exchanges = exchanges;
        this.host = override.map(URI::toString).orElse("https://storage.googleapis.com");
        this.timeout = timeout;
    }

    /**
     * The videos whose names begin with what stands behind the bucket, in the order of their names.
     *
     * @param place {@code gs://bucket/prefix}; a prefix that ends with a slash is a folder
     * @param atMost so many are looked for, and no more
     */
    public List<GeneratedVideo.Stored> videos(String place, int atMost) throws InterruptedException {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            throw new VeoRequestException("\"" + place + "\" is no place of the form gs://bucket/prefix");
        }
        if (atMost < 1) {
            throw new IllegalArgumentException("At least 1 video is looked for, not " + atMost);
        }
        String bucket = matcher.group(1);
        String prefix = matcher.group(2);
        String what = "Listing " + place;
        List<GeneratedVideo.Stored> videos = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int empty = 0;
        do {
            URI address = address(bucket, prefix, Math.min(LARGEST_PAGE, atMost - videos.size()), token);
            ObjectPage page = exchanges.ask(Call.get(address, timeout).within(timeout), what, ObjectPage::read);
            int before = videos.size();
            for (ObjectPage.Item item : page.items()) {
                if (!item.name().startsWith(prefix)) {
                    throw new VeoProtocolException(
                            "The answer to listing " + place + " names an object that is not there", item.name());
                }
                if (item.isVideo() && videos.size() < atMost) {
                    videos.add(new GeneratedVideo.Stored("gs://" + bucket + "/" + item.name(), item.contentType()));
                }
            }
            if (page.next().isPresent() && page.next().equals(token)) {
                throw new VeoProtocolException("The answer to listing " + place + " leads back to its own page",
                        page.next().get());
            }
            empty = videos.size() == before ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new VeoProtocolException("Listing " + place + " brought " + empty + " pages without a video",
                        page.next().orElse(""));
            }
            token = page.next();
        } while (token.isPresent() && videos.size() < atMost);
        return List.copyOf(videos);
    }

    private URI address(String bucket, String prefix, int most, Optional<String> token) {
        return URI.create(host + "/storage/v1/b/" + encoded(bucket) + "/o?prefix=" + encoded(prefix) + "&maxResults="
                + most + "&fields=" + encoded("kind,items(name,contentType),nextPageToken")
                + token.map(next -> "&pageToken=" + encoded(next)).orElse(""));
    }

    private static String encoded(String text) {
        // A form encodes a blank as '+', an address as %20.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
