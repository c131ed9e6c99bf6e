// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelFamily;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.ReferenceLimit;
import dev.veo3.model.Trait;
import java.time.Duration;
import java.util.Locale;

/** The rules that the catalogue's row of a model states, and those that hold for every model. */
final class ModelRules {
    // No model makes more, and a number without bound would name files without end.
    private static final int MOST_SAMPLES = 4;
    private static final long LARGEST_SEED = 0xFFFF_FFFFL;

    private ModelRules() {}

    static void check(Asked asked, ModelInfo model, RuleFindings findings) {
        checkKind(asked.kind(), model, findings);
        VideoSettings settings = asked.settings();
        settings.duration().filter(length -> !allows(asked.kind(), model, length))
                .ifPresent(length -> findings.brokenUnless(model.doubt(Trait.DURATIONS), RequestPart.DURATION,
                        model.id() + " makes no video of " + seconds(length),
                        "Ask for " + lengths(asked.kind(), model)));
        settings.resolution().ifPresent(resolution -> {
            if (!model.resolutions().contains(resolution)) {
                findings.brokenUnless(model.doubt(Trait.RESOLUTIONS), RequestPart.RESOLUTION,
                        model.id() + " makes no " + resolution + " video", "Choose " + model.resolutionNames());
            }
            model.doubt(Trait.RESOLUTIONS, resolution.wire())
                    .ifPresent(doubt -> findings.warning(RequestPart.RESOLUTION, "it is not certain that " + model.id()
                            + " makes " + resolution + " videos: " + doubt.reason(),
                            "Choose another if the service refuses it"));
        });
        settings.aspectRatio().filter(ratio -> !model.ratios().contains(ratio))
                .ifPresent(ratio -> findings.brokenUnless(model.doubt(Trait.RATIOS), RequestPart.ASPECT_RATIO,
                        model.id() + " makes no " + ratio + " video", "Choose " + model.ratioNames()));
        settings.samples().ifPresent(count -> checkSamples(count, model.id(), model.maxSamples(), findings));
        settings.sound().ifPresent(on -> checkSound(on, model, findings));
        asked.request().ifPresent(request -> checkReferences(request, model, findings));
        model.doubt(Trait.SEED).filter(doubt -> settings.seed().isPresent())
                .ifPresent(doubt -> findings.warning(RequestPart.SEED,
                        "it is not certain that " + model.id() + " takes a seed: " + doubt.reason(),
                        "Leave it out if the service refuses it"));
        model.doubt(Trait.LABELS).filter(doubt -> !settings.labels().isEmpty())
                .ifPresent(doubt -> findings.warning(RequestPart.LABELS,
                        "the labels are not sent to " + model.id() + ": " + doubt.reason(), "Leave them out"));
        model.doubt(Trait.PRICE).ifPresent(doubt -> findings.warning(RequestPart.MODEL,
                "the price of " + model.id() + " is not confirmed: " + doubt.reason(),
                "Compare it with your bill"));
        checkAny(settings, findings);
    }

    static void checkUnknown(ModelId model, VideoSettings settings, RuleFindings findings) {
        settings.samples().ifPresent(count -> checkSamples(count, model, MOST_SAMPLES, findings));
        checkAny(settings, findings);
    }

    /** The rules that hold for every model. */
    static void checkAny(VideoSettings settings, RuleFindings findings) {
        settings.seed().ifPresent(seed -> checkSeed(seed, findings));
        settings.storageUri().filter(uri -> !uri.matches("gs://[^/]+(/.*)?"))
                .ifPresent(uri -> findings.broken(RequestPart.STORAGE_URI,
                        "\"" + uri + "\" is no place in Cloud Storage", "Write gs://bucket/folder/"));
        settings.labels().forEach((key, value) -> checkLabel(key, value, findings));
    }

    private static void checkKind(Feature kind, ModelInfo model, RuleFindings findings) {
        if (!model.features().contains(kind)) {
            findings.brokenUnless(model.doubt(Trait.FEATURES), RequestPart.KIND,
                    model.id() + " cannot do this kind of request (" + kind + ")", "Choose another model");
        }
        model.doubt(Trait.FEATURES, kind.name().toLowerCase(Locale.ROOT))
                .ifPresent(doubt -> findings.warning(RequestPart.KIND, "it is not certain that " + model.id()
                        + " can do this kind of request (" + kind + "): " + doubt.reason(),
                        "Choose another model if the service refuses it"));
    }

    private static void checkReferences(VideoRequest request, ModelInfo model, RuleFindings findings) {
        if (!(request instanceof VideoRequest.ReferencesToVideo asked)
                || !model.features().contains(Feature.REFERENCES)) {
            return;
        }
        ReferenceLimit limit = model.references();
        if (asked.images().size() > limit.images()) {
            findings.brokenUnless(model.doubt(Trait.REFERENCES), RequestPart.REFERENCE_IMAGES,
                    model.id() + " takes no " + asked.images().size() + " reference pictures",
                    limit.images() == 0 ? "Leave them out" : "Give at most " + limit.images());
        }
        if (asked.videos().size() > limit.videos()) {
            findings.brokenUnless(model.doubt(Trait.REFERENCES), RequestPart.REFERENCE_VIDEOS,
                    model.id() + " takes no " + asked.videos().size() + " reference videos",
                    limit.videos() == 0 ? "Leave them out" : "Give at most " + limit.videos());
        }
    }

    private static boolean allows(Feature kind, ModelInfo model, Duration length) {
        if (kind == Feature.REFERENCES && model.references().length().isPresent()) {
            return length.equals(model.references().length().get());
        }
        return model.durations().allows(length) || (kind == Feature.EXTENSION && model.family() == ModelFamily.VEO
                && length.equals(ModelInfo.VEO_EXTENSION));
    }

    private static String lengths(Feature kind, ModelInfo model) {
        if (kind == Feature.REFERENCES && model.references().length().isPresent()) {
            return seconds(model.references().length().get()) + ": with references there is no other length";
        }
        return kind == Feature.EXTENSION && model.family() == ModelFamily.VEO
                ? "7 s, or leave it out"
                : model.durations().describe();
    }

    private static String seconds(Duration length) {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }

    private static void checkSamples(int count, ModelId model, int most, RuleFindings findings) {
        if (count < 1 || count > most) {
            findings.broken(RequestPart.SAMPLES, model + " makes no " + count + " videos at once",
                    "Ask for " + (most == 1 ? "1" : "1 to " + most));
        }
    }

    private static void checkSeed(long seed, RuleFindings findings) {
        if (seed < 0 || seed > LARGEST_SEED) {
            findings.broken(RequestPart.SEED, "the seed " + seed + " is out of range",
                    "Choose one from 0 to " + LARGEST_SEED);
        }
    }

    private static void checkSound(boolean on, ModelInfo model, RuleFindings findings) {
        switch (model.audio()) {
            case OPTIONAL -> {
            }
            case ALWAYS -> {
                if (!on) {
                    findings.broken(RequestPart.SOUND, model.id() + " always makes sound", "Leave the setting out");
                }
            }
            case NEVER -> {
                if (on) {
                    findings.broken(RequestPart.SOUND, model.id() + " makes no sound", "Leave the setting out");
                }
            }
        }
    }

    private static void checkLabel(String key, String value, RuleFindings findings) {
        if (!key.matches("[a-z][a-z0-9_-]{0,62}") || !value.matches("[a-z0-9_-]{0,63}")) {
            findings.broken(RequestPart.LABELS, "the label " + key + "=" + value + " is not allowed",
                    "Use at most 63 lowercase letters, digits, '_' and '-'; a key begins with a letter");
        }
    }
}
