// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ImageFormat;
import dev.veo3.media.VideoContainer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Reads what a row of a catalogue file says of media. A limit that is not written stays as it is known. */
final class MediaLimitsReader {
    private static final String RANGE = "Write for example {from: 1, to: 30}";
    private static final Set<String> ENDS = Set.of("from", "to");

    private final RowFields fields;

    MediaLimitsReader(RowFields fields) {
        this.fields = fields;
    }

    MediaLimits read(MediaLimits known) {
        MediaLimits read = new MediaLimits(constants("image_types", ImageFormat.class, known.imageTypes()),
                fields.has("image_mb") ? bytes() : known.imageBytes(),
                constants("extension_types", VideoContainer.class, known.extensionTypes()),
                range("extension_seconds", known.extensionLength()),
                each("extension_resolutions", Resolution::of, Resolution.names(), known.extensionResolutions()),
                range("edit_seconds", known.editLength()), range("clip_seconds", known.clipLength()));
        fields.reportUnknown();
        return read;
    }

    private OptionalLong bytes() {
        Optional<Integer> megabytes = fields.parsed("image_mb", RowReader::whole);
        return megabytes.isPresent() ? OptionalLong.of(megabytes.get() * (1L << 20)) : OptionalLong.empty();
    }

    private <E extends Enum<E>> Set<E> constants(String name, Class<E> type, Set<E> known) {
        return each(name, RowFields.choice(type), RowFields.names(type), known);
    }

    private <T> Set<T> each(String name, Function<String, Optional<T>> find, String choice, Set<T> known) {
        return fields.has(name) ? fields.each(name, find, choice) : known;
    }

    private Optional<DurationRule.Between> range(String name, Optional<DurationRule.Between> known) {
        if (!fields.has(name)) {
            return known;
        }
        Map<String, CatalogNode.Scalar> ends = fields.table(name, RANGE);
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        if (!ends.keySet().equals(ENDS) || !ends.values().stream().allMatch(end -> end.text().matches("\\d{1,4}"))
                || seconds(ends, "from").compareTo(seconds(ends, "to")) > 0) {
            ends.values().stream().findFirst().ifPresent(end -> fields.reported(name, end, RANGE));
            return Optional.empty();
        }
        return Optional.of(new DurationRule.Between(seconds(ends, "from"), seconds(ends, "to")));
    }

    private static Duration seconds(Map<String, CatalogNode.Scalar> ends, String name) {
        CatalogNode.Scalar end = ends.get(name);
        return Duration.ofSeconds(end == null ? 0 : Long.parseLong(end.text()));
    }
}
