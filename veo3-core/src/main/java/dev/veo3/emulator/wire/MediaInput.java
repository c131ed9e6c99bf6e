package dev.veo3.emulator.wire;

import dev.veo3.emulator.clip.MovieHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An image or video in a request, checked as the service checks it. What stands in Cloud Storage is not looked into. */
record MediaInput(Fields fields, Optional<byte[]> bytes, Optional<String> gcsUri, String mimeType) {

    private static final int MAX_IMAGE_BYTES = 20 * 1024 * 1024;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    /** An image: PNG or JPEG by its first bytes, at most 20 MB. */
    static MediaInput image(Fields fields, String... extraFields) throws ApiError {
        MediaInput input = read(fields, extraFields, List.of("image/png", "image/jpeg"));
        if (input.bytes.isPresent()) {
            byte[] content = input.bytes.get();
            if (!startsWith(content, PNG) && !startsWith(content, JPEG)) {
                throw ApiError.invalid("The image at " + fields.path() + " is neither PNG nor JPEG.");
            }
            if (content.length > MAX_IMAGE_BYTES) {
                throw ApiError.invalid("The image at " + fields.path() + " has " + content.length + " bytes, more than "
                        + MAX_IMAGE_BYTES + ".");
            }
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
        known[extraFields.length + 1] = JsonBody.BYTES;
        known[extraFields.length + 2] = "mimeType";
        fields.only(known);
        Optional<byte[]> bytes = fields.binary(JsonBody.BYTES);
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

    private static boolean startsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length
                && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }
}
