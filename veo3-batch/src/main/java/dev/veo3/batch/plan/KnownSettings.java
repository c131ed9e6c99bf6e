// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobKeys;
import dev.veo3.batch.manifest.Value;
import dev.veo3.video.VideoSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The settings that were read last: most jobs of a manifest want to be made like the one before, and share its settings then. Thread-safe. */
final class KnownSettings {
    private static final List<String> NAMES = JobKeys.SETTINGS.stream().filter(name -> !name.equals("model")).toList();

    private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

    private record Known(Map<String, Value> options, VideoSettings settings) {}

    /** The settings that these options say, if the same was written last. */
    Optional<VideoSettings> find(Value.Mapping options) {
        Known known = last.get();
        return known != null && isSame(known.options(), options.entries())
                ? Optional.of(known.settings())
                : Optional.empty();
    }

    /** Notes what was made of these options, in which nothing was wrong. */
    void note(Value.Mapping options, VideoSettings settings) {
        last.set(new Known(options.entries(), settings));
    }

    private static boolean isSame(Map<String, Value> options, Map<String, Value> others) {
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            if (!isSame(options.get(name), others.get(name))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // Labels of the defaults are one table; others are read anew.
    private static boolean isSame(@Nullable Value value, @Nullable Value other) {
        return value == other || (value instanceof Value.Scalar one && other instanceof Value.Scalar two
                && one.kind() == two.kind() && one.text().equals(two.text()));
    }
}
