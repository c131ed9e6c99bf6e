// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.nio.file.Path;

/**
 * Where a picture or a video that goes into a request comes from.
 *
 * @since 1.0
 */
public sealed interface MediaSource extends VideoSource {

    /** A file on this machine; its bytes are streamed into the request when that is sent. */
    record LocalFile(Path path) implements MediaSource {

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * An object in Cloud Storage that the service reads itself.
     *
     * @param uri begins with {@code gs://}
     * @param mimeType for example {@code video/mp4}
     */
    record CloudObject(String uri, String mimeType) implements MediaSource {

        /** A {@code gs://} address with a bucket and an object. */
        public CloudObject {
            if (!uri.matches("gs://[^/]+/.+")) {
                throw new IllegalArgumentException("\"" + uri + "\" is no address of the form gs://bucket/object");
            }
        }

        @Override
        public String toString() {
            return uri;
        }
    }

    /**
     * A file that the Gemini API keeps: an upload, or a video that it made.
     *
     * @param uri for example {@code https://generativelanguage.googleapis.com/v1beta/files/abc-123}
     * @param mimeType for example {@code video/mp4}
     */
    record ServiceFile(String uri, String mimeType) implements MediaSource {

        /** A web address of a file. */
        public ServiceFile {
            if (!uri.matches("https?://[^/\\s]+/(?:[^\\s]+/)?files/[^/\\s]+")) {
                throw new IllegalArgumentException("\"" + uri + "\" is no address of a file of the Gemini API, such as"
                        + " https://generativelanguage.googleapis.com/v1beta/files/abc-123");
            }
        }

        @Override
        public String toString() {
            return uri;
        }
    }

    /** A file on this machine. */
    static MediaSource file(Path path) {
        return new LocalFile(path);
    }

    /** An object in Cloud Storage. */
    static MediaSource cloud(String uri, String mimeType) {
        return new CloudObject(uri, mimeType);
    }

    /** A file that the Gemini API keeps. */
    static MediaSource serviceFile(String uri, String mimeType) {
        return new ServiceFile(uri, mimeType);
    }
}
