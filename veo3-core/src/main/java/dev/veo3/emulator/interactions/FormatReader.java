// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.operation.Destination;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.Fields;
import dev.veo3.emulator.wire.StorageFolder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the field {@code response_format}: an object, or a list of one. */
final class FormatReader {

    /** A duration as protobuf writes it. */
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");

    private FormatReader() {}

    /**
     * What the video should be like.
     *
     * @param ratio its aspect ratio
     * @param resolution its resolution
     * @param seconds its duration
     * @param destination where it goes
     */
    record Format(Optional<String> ratio, Optional<String> resolution, Optional<BigDecimal> seconds,
            Destination destination) {}

    /**
     * Reads and checks it.
     *
     * @throws ApiError for the first thing that the service refuses
     */
    static Format read(Fields root, InteractionsApi api) throws ApiError {
        Optional<Fields> format = format(root);
        if (format.isEmpty()) {
            return new Format(Optional.empty(), Optional.empty(), Optional.empty(), new Destination.Inline());
        }
        Fields fields = format.get().only("type", "aspect_ratio", "resolution", "duration", "delivery", "gcs_uri");
        if (!fields.text("type").equals(Optional.of("video"))) {
            throw ApiError.invalid("The field type at " + fields.path() + " needs to be \"video\".");
        }
        Optional<String> ratio = fields.choice("aspect_ratio", "16:9", "9:16");
        Optional<String> resolution = fields.choice("resolution", "360p", "720p", "1080p", "4k");
        return new Format(ratio, resolution, seconds(fields), destination(fields, api));
    }

    private static Optional<Fields> format(Fields root) throws ApiError {
        if (!root.has("response_format") || !root.object().get("response_format").isArray()) {
            return root.object("response_format");
        }
        List<Fields> formats = root.objects("response_format");
        if (formats.size() != 1) {
            throw ApiError.invalid("The field response_format needs to hold one format, not " + formats.size() + ".");
        }
        return Optional.of(formats.getFirst());
    }

    private static Optional<BigDecimal> seconds(Fields fields) throws ApiError {
        Optional<String> text = fields.text("duration");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = DURATION.matcher(text.get());
        if (!matcher.matches()) {
            throw ApiError.invalid("The value of " + fields.at("duration")
                    + " needs to be a duration in seconds like \"8s\", not \"" + text.get() + "\".");
        }
        return Optional.of(new BigDecimal(matcher.group(1)));
    }

    private static Destination destination(Fields fields, InteractionsApi api) throws ApiError {
        boolean byUri = fields.choice("delivery", "inline", "uri").orElse("inline").equals("uri");
        Optional<String> bucket = fields.text("gcs_uri");
        if (bucket.isPresent() && api == InteractionsApi.GEMINI) {
            throw ApiError.invalid("The field " + fields.at("gcs_uri") + " isn't supported by the Gemini API.");
        }
        if (api == InteractionsApi.GEMINI) {
            return byUri ? new Destination.Files() : new Destination.Inline();
        }
        if (byUri && bucket.isEmpty()) {
            throw ApiError.invalid("The field " + fields.at("gcs_uri") + " is missing: delivery \"uri\" needs it.");
        }
        return byUri
                ? new Destination.Bucket(StorageFolder.parse(bucket.orElse(""), fields.at("gcs_uri")))
                : new Destination.Inline();
    }
}
