// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.Value;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.Resolution;
import dev.veo3.video.VideoSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the options that say how a video is to be made. */
final class SettingsReader {
    private static final String RESOLUTIONS = "Write one of " + Resolution.names();
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final Value.Mapping options;
    private final Optional<String> job;
    private final KnownSettings known;
    private final Problems problems;
    private final VideoSettings.Builder settings = VideoSettings.builder();
    private boolean wrong;

    SettingsReader(Value.Mapping options, Optional<String> job, KnownSettings known, Problems problems) {
        this.options = options;
        this.job = job;
        this.known = known;
        this.problems = problems;
    }

    /** The settings that could be read; what could not has been reported. */
    VideoSettings read() {
        return known.find(options).orElseGet(this::readAnew);
    }

    private VideoSettings readAnew() {
        options.entries().forEach((option, value) -> {
            if (!value.isNothing()) {
                read(option, value);
            }
        });
        VideoSettings read = settings.build();
        if (!wrong) {
            known.note(options, read);
        }
        return read;
    }

    private void read(String option, Value value) {
        switch (option) {
            case "resolution" -> scalar(option, value, RESOLUTIONS,
                    written -> Resolution.of(written.text()).map(settings::resolution));
            case "aspect_ratio" -> scalar(option, value, "Write \"16:9\" or \"9:16\", in quotes",
                    written -> AspectRatio.of(written.text()).map(settings::aspectRatio));
            case "duration" -> scalar(option, value, "Write a number of seconds",
                    written -> duration(written).map(settings::duration));
            case "negative_prompt" -> scalar(option, value, "Write words",
                    written -> Optional.of(settings.negativePrompt(written.text())));
            case "person_generation" -> scalar(option, value, "Write for example allow_adult",
                    written -> Optional.of(settings.personGeneration(written.text())));
            case "seed" -> scalar(option, value, "Write a whole number",
                    written -> whole(written).map(settings::seed));
            case "sample_count" -> scalar(option, value, "Write a whole number",
                    written -> whole(written).filter(count -> count <= Integer.MAX_VALUE)
                            .map(count -> settings.samples(count.intValue())));
            case "generate_audio" -> scalar(option, value, "Write true or false",
                    written -> written.truth().map(settings::sound));
            case "storage_uri" -> scalar(option, value, "Write for example gs://bucket/films/",
                    written -> Optional.of(settings.storageUri(written.text())));
            case "labels" -> labels(value);
            default -> {
                // What goes into the video is read elsewhere, and an option that no job has was reported.
            }
        }
    }

    /** Whether something could not be read. */
    boolean isWrong() {
        return wrong;
    }

    private interface Take {
        /** Empty when the value does not do. */
        Optional<VideoSettings.Builder> value(Value.Scalar value);
    }

    private void scalar(String option, Value value, String remedy, Take take) {
        if (!(value instanceof Value.Scalar scalar) || take.value(scalar).isEmpty()) {
            report(option, value, remedy);
        }
    }

    private void report(String option, Value value, String remedy) {
        wrong = true;
        problems.add(value.position(), job, "the option \"" + option + "\" is " + value.describe(), remedy);
    }

    private static Optional<Duration> duration(Value.Scalar value) {
        // "8s" is how the Interactions API writes it.
        String number = value.text().endsWith("s")
                ? value.text().substring(0, value.text().length() - 1)
                : value.text();
        if (!SECONDS.matcher(number).matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(new BigDecimal(number).movePointRight(3).longValueExact()));
    }

    private static Optional<Long> whole(Value.Scalar value) {
        return WHOLE.matcher(value.text()).matches() ? Optional.of(Long.valueOf(value.text())) : Optional.empty();
    }

    private void labels(Value value) {
        String remedy = "Write a table of keys, for example {team: film}";
        if (!(value instanceof Value.Mapping table)) {
            report("labels", value, remedy);
            return;
        }
        table.entries().forEach((key, label) -> {
            if (label instanceof Value.Scalar scalar) {
                settings.label(key, scalar.text());
            } else {
                report("labels", label, remedy);
            }
        });
    }
}
