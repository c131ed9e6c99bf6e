// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.agentplatform;

import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.ImageBytes;
import dev.veo3.emulator.wire.StorageFolder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An image or video in a request, checked as the service checks it. What stands in Cloud Storage is not looked into. */
record MediaInput(Fields fields, Optional<byte[]> bytes, Optional<String> gcsUri, String mimeType) {

    /** The field whose value is base64. */
    static final String BYTES = "bytesBase64Encoded";

    /** An image: PNG or JPEG by its first bytes, at most 20 MB. */
    static MediaInput image(Fields fields, String... extraFields) throws ApiError {
        MediaInput input = read(fields, extraFields, List.of("image/png", "image/jpeg"));
        if (input.bytes.isPresent()) {
            ImageBytes.check(input.bytes.get(), fields.path());
        }
        return input;
    }

    /** A video: MP4. */
    static MediaInput video(Fields fields) throws ApiError {
        return read(fields, new String[0], List.of("video/mp4"));
    }

    /** The header of a video that was sent along. */
    Optional<MovieHeader> movie() throws ApiError {
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MovieHeader.parse(bytes.get()));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("The video at " + fields.path() + " is no MP4 that can be read. " + e.getMessage());
        }
    }

    private static MediaInput read(Fields fields, String[] extraFields, List<String> mimeTypes) throws ApiError {
        String[] known = Arrays.copyOf(extraFields, extraFields.length + 3);
        known[extraFields.length] = "gcsUri";
        known[extraFields.length + 1] = BYTES;
        known[extraFields.length + 2] = "mimeType";
        fields.only(known);
        Optional<byte[]> bytes = fields.binary(BYTES);
        Optional<String> gcsUri = fields.text("gcsUri");
        if (bytes.isPresent() == gcsUri.isPresent()) {
            throw ApiError.invalid("Exactly one of gcsUri and bytesBase64Encoded needs to be set at " + fields.path()
                    + ", not " + (bytes.isPresent() ? "both" : "neither") + ".");
        }
        if (gcsUri.isPresent()) {
            StorageFolder.parse(gcsUri.get(), fields.at("gcsUri"));
        }
        String mimeType = fields.text("mimeType")
                .orElseThrow(() -> ApiError.invalid("The field mimeType is missing at " + fields.path() + "."));
        if (!mimeTypes.contains(mimeType)) {
            throw ApiError.invalid("Unsupported mimeType \"" + mimeType + "\" at " + fields.path() + ", supported: "
                    + String.join(", ", mimeTypes) + ".");
        }
        return new MediaInput(fields, bytes, gcsUri, mimeType);
    }
}
