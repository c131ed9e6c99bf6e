// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.nio.file.Path;

/**
 * One video of an operation that has ended, not yet in its place.
 *
 * @since 1.0
 */
public sealed interface GeneratedVideo {

    /**
     * A video whose bytes came inside the answer of the poll and were streamed to a part file.
     *
     * @param part the part file; a download moves it into place
     * @param size in bytes
     * @param mimeType as the service names it
     */
    record Inline(Path part, long size, String mimeType) implements GeneratedVideo {}

    /**
     * A video in Cloud Storage.
     *
     * @param uri begins with {@code gs://}
     * @param mimeType as the service names it
     */
    record Stored(String uri, String mimeType) implements GeneratedVideo {}

    /**
     * A video that the Gemini API keeps for two days, or one in Cloud Storage behind a signed address, which a download asks for without
     * credentials.
     *
     * @param uri a web address, for example {@code https://generativelanguage.googleapis.com/v1beta/files/abc-123:download?alt=media}
     * @param mimeType as the service names it
     */
    record ServiceFile(String uri, String mimeType) implements GeneratedVideo {}
}
