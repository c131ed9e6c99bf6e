// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.error.VeoServiceException;
import dev.veo3.internal.codec.ModelSource;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.ServedModel;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The models that the service says it serves. Its answers are remembered for an hour, or for as long as {@link #remembering} says;
 * failures are not. Thread-safe; threads that ask for the same at the same time may each send a call.
 *
 * @since 1.0
 */
public final class ServedModels {
    /** How long an answer is good unless told otherwise: models come and go by the day. */
    public static final Duration STANDARD_TIME_TO_LIVE = Duration.ofHours(1);

    private final ModelSource source;
    private final ModelCatalog catalog;
    private final Platform platform;
    private final TimeSource time;
    private final Runnable requireOpen;
    private final AgingAnswers answers;
    private final Duration timeToLive;

    ServedModels(ModelSource source, ModelCatalog catalog, Platform platform, TimeSource time, Runnable requireOpen) {
        this(source, catalog, platform, time, requireOpen, new AgingAnswers(), STANDARD_TIME_TO_LIVE);
    }

    private ServedModels(ModelSource source, ModelCatalog catalog, Platform platform, TimeSource time,
            Runnable requireOpen, AgingAnswers answers, Duration timeToLive) {
        this.source = source;
        this.catalog = catalog;
        this.platform = platform;
        this.time = time;
        this.requireOpen = requireOpen;
        this.answers = answers;
        this.timeToLive = timeToLive;
    }

    /** The same, taking no answer that is older than that; zero asks every time. What is remembered is shared with this one. */
    public ServedModels remembering(Duration longest) {
        if (longest.isNegative()) {
            throw new IllegalArgumentException("Nothing is remembered for " + longest + ": give zero or more");
        }
        return new ServedModels(source, catalog, platform, time, requireOpen, answers,
                LongDurations.bounded(longest));
    }

    /**
     * Every model that the service tells, those that make no videos included. It has more of them than it tells: one that is not here
     * may still answer.
     *
     * @throws VeoServiceException when the service answered with an error
     * @throws dev.veo3.error.VeoNetworkException when no whole answer came
     * @throws dev.veo3.error.VeoProtocolException when the answer cannot be understood
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted
     */
    public List<ServedModel> list() throws InterruptedException {
        requireOpen.run();
        Optional<List<ServedModel>> remembered = answers.list(time.nanos(), timeToLive);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        List<ServedModel> asked = source.list();
        answers.keepList(asked, time.nanos());
        return asked;
    }

    /** What the service says of one model; empty when it answers that it has none of that name. Throws what {@link #list} throws. */
    public Optional<ServedModel> find(ModelId id) throws InterruptedException {
        requireOpen.run();
        Optional<Optional<ServedModel>> remembered = answers.model(id, time.nanos(), timeToLive);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Optional<ServedModel> asked = source.find(id);
        answers.keepModel(id, asked, time.nanos());
        return asked;
    }

    /**
     * Whether a model answers today. What the catalogue knows of a model is taken from there, without a call: the service goes on telling
     * some that it no longer serves. Of any other, the service is asked. Throws what {@link #list} throws.
     */
    public boolean isLive(ModelId id) throws InterruptedException {
        Optional<ModelInfo> known = catalog.find(id, platform);
        return known.isPresent()
                ? known.get().isLiveOn(LocalDate.ofInstant(time.now(), ZoneOffset.UTC))
                : find(id).isPresent();
    }
}
