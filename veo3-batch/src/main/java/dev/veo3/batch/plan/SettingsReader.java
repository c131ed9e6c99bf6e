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
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final Value.Mapping options;
    private final Optional<String> job;
    private final Problems problems;
    private final VideoSettings.Builder settings = VideoSettings.builder();
    private boolean wrong;

    SettingsReader(Value.Mapping options, Optional<String> job, Problems problems) {
        this.options = options;
        this.job = job;
        this.problems = problems;
    }

    /** The settings that could be read; what could not has been reported. */
    VideoSettings read() {
        scalar("resolution", "Write one of " + Resolution.names(),
                value -> Resolution.of(value.text()).map(settings::resolution));
        scalar("aspect_ratio", "Write \"16:9\" or \"9:16\", in quotes",
                value -> AspectRatio.of(value.text()).map(settings::aspectRatio));
        scalar("duration", "Write a number of seconds", value -> duration(value).map(settings::duration));
        scalar("negative_prompt", "Write words", value -> Optional.of(settings.negativePrompt(value.text())));
        scalar("person_generation", "Write for example allow_adult",
                value -> Optional.of(settings.personGeneration(value.text())));
        scalar("seed", "Write a whole number", value -> whole(value).map(settings::seed));
        scalar("sample_count", "Write a whole number",
                value -> whole(value).filter(count -> count <= Integer.MAX_VALUE)
                        .map(n -> settings.samples(n.intValue())));
        scalar("generate_audio", "Write true or false", value -> value.truth().map(settings::sound));
        scalar("storage_uri", "Write for example gs://bucket/films/",
                value -> Optional.of(settings.storageUri(value.text())));
        options.get("labels").ifPresent(this::labels);
        return settings.build();
    }

    /** Whether something could not be read. */
    boolean isWrong() {
        return wrong;
    }

    private interface Take {
        /** Empty when the value does not do. */
        Optional<VideoSettings.Builder> value(Value.Scalar value);
    }

    private void scalar(String option, String remedy, Take take) {
        options.get(option).ifPresent(value -> {
            if (!(value instanceof Value.Scalar scalar) || take.value(scalar).isEmpty()) {
                report(option, value, remedy);
            }
        });
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
