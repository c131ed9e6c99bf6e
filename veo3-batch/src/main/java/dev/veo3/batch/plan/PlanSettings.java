// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelCatalog;
import dev.veo3.model.Platform;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a plan needs to know besides the manifest.
 *
 * @param concurrency overrides the manifest's
 * @param continueOnError overrides the manifest's
 * @param outputDirectory overrides the manifest's
 * @param workingDirectory where relative paths begin
 * @param catalog what is known about models
 * @param platform where the jobs will run
 * @param replaceRetired whether a retired model is replaced by its successor instead of being a problem
 * @param budget overrides the manifest's
 * @param deadline overrides the manifest's
 * @param today the day on which a model must be live
 * @param untraceable why an attempt at a request of unknown fate could not be looked for, where that is to be done; empty when it can
 * @since 1.0
 */
public record PlanSettings(OptionalInt concurrency, Optional<Boolean> continueOnError, Optional<Path> outputDirectory,
        Path workingDirectory, ModelCatalog catalog, Platform platform, boolean replaceRetired, Optional<Usd> budget,
        Optional<Duration> deadline, LocalDate today, Function<VideoRequest, Optional<String>> untraceable) {

    /** At least one job at once. */
    public PlanSettings {
        if (concurrency.isPresent() && concurrency.getAsInt() < 1) {
            throw new IllegalArgumentException("At least 1 job runs at once, not " + concurrency.getAsInt());
        }
    }

    /** Nobody looks for attempts of unknown fate. */
    public PlanSettings(OptionalInt concurrency, Optional<Boolean> continueOnError, Optional<Path> outputDirectory,
            Path workingDirectory, ModelCatalog catalog, Platform platform, boolean replaceRetired,
            Optional<Usd> budget, Optional<Duration> deadline, LocalDate today) {
        this(concurrency, continueOnError, outputDirectory, workingDirectory, catalog, platform, replaceRetired, budget,
                deadline, today, request -> Optional.empty());
    }

    /** Nothing is overridden; jobs run on the Agent Platform. */
    public static PlanSettings standard(LocalDate today) {
        return new PlanSettings(OptionalInt.empty(), Optional.empty(), Optional.empty(), Path.of(""),
                ModelCatalog.standard(), Platform.AGENT_PLATFORM, false, Optional.empty(), Optional.empty(),
                today);
    }

    /** The same on another day. */
    public PlanSettings on(LocalDate day) {
        return new PlanSettings(concurrency, continueOnError, outputDirectory, workingDirectory, catalog, platform,
                replaceRetired, budget, deadline, day, untraceable);
    }

    /** The same where attempts of unknown fate are looked for, unless there is such an obstacle. */
    public PlanSettings tracing(Function<VideoRequest, Optional<String>> obstacle) {
        return new PlanSettings(concurrency, continueOnError, outputDirectory, workingDirectory, catalog, platform,
                replaceRetired, budget, deadline, today, obstacle);
    }
}
