package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a model, checked before a request costs a round trip. Only rules that the service documents are
 * checked: where its documents contradict each other, the service decides. Pure functions.
 */
public final class RequestRules {

    // No model makes more, and a number without bound would name files without end.
    private static final int MOST_SAMPLES = 4;
    private static final long LARGEST_SEED = 0xFFFF_FFFFL;

    private RequestRules() {}

    /** Every rule that the request breaks on that day; empty when the service should take it. */
    public static List<RuleViolation> check(VideoRequest request, ModelInfo model, LocalDate today) {
        return check(request.feature(), request.settings(), model, today);
    }

    /** Every rule that a request of this kind with these settings breaks, whatever its inputs are. */
    public static List<RuleViolation> check(Feature kind, VideoSettings settings, ModelInfo model, LocalDate today) {
        List<RuleViolation> broken = new ArrayList<>();
        if (!model.isLiveOn(today)) {
            // Its lengths and prices mean nothing any more; what holds for every model still does.
            broken.add(retired(model));
            checkAnyModel(settings, broken);
            return broken;
        }
        if (!model.features().contains(kind)) {
            broken.add(new RuleViolation(RequestPart.KIND,
                    model.id() + " cannot do this kind of request (" + kind + ")",
                    "Choose another model"));
        }
        settings.duration().filter(length -> !allows(kind, model, length))
                .ifPresent(length -> broken.add(new RuleViolation(RequestPart.DURATION,
                        model.id() + " makes no video of " + seconds(length), "Ask for " + lengths(kind, model))));
        settings.resolution().filter(resolution -> !model.resolutions().contains(resolution))
                .ifPresent(resolution -> broken.add(new RuleViolation(RequestPart.RESOLUTION,
                        model.id() + " makes no " + resolution + " video", "Choose " + model.resolutionNames())));
        settings.aspectRatio().filter(ratio -> !model.ratios().contains(ratio))
                .ifPresent(ratio -> broken.add(new RuleViolation(RequestPart.ASPECT_RATIO,
                        model.id() + " makes no " + ratio + " video", "Choose " + model.ratioNames())));
        settings.samples().ifPresent(count -> checkSamples(count, model.id(), model.maxSamples(), broken));
        settings.sound().ifPresent(on -> checkSound(on, model, broken));
        checkAnyModel(settings, broken);
        return broken;
    }

    /** The rules that hold for every model, for a request of one that the catalogue does not know. */
    public static List<RuleViolation> checkUnknown(ModelId model, VideoSettings settings) {
        List<RuleViolation> broken = new ArrayList<>();
        settings.samples().ifPresent(count -> checkSamples(count, model, MOST_SAMPLES, broken));
        checkAnyModel(settings, broken);
        return broken;
    }

    private static void checkAnyModel(VideoSettings settings, List<RuleViolation> broken) {
        settings.seed().ifPresent(seed -> checkSeed(seed, broken));
        settings.storageUri().filter(uri -> !uri.matches("gs://[^/]+(/.*)?"))
                .ifPresent(uri -> broken.add(new RuleViolation(RequestPart.STORAGE_URI,
                        "\"" + uri + "\" is no place in Cloud Storage", "Write gs://bucket/folder/")));
        settings.labels().forEach((key, value) -> checkLabel(key, value, broken));
    }

    /** That the model has ceased to answer, with its replacement where the service names one. */
    public static RuleViolation retired(ModelInfo model) {
        String day = model.retired().map(LocalDate::toString).orElse("an unknown day");
        return new RuleViolation(RequestPart.MODEL,
                model.id() + " was retired on " + model.platform().title() + " on " + day,
                model.replacement().map(id -> "Use " + id).orElse("Choose another model"));
    }

    private static boolean allows(Feature kind, ModelInfo model, Duration length) {
        return model.durations().allows(length)
                || (kind == Feature.EXTENSION && length.equals(ModelInfo.VEO_EXTENSION));
    }

    private static String lengths(Feature kind, ModelInfo model) {
        return kind == Feature.EXTENSION ? "7 s, or leave it out" : model.durations().describe();
    }

    private static String seconds(Duration length) {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }

    private static void checkSamples(int count, ModelId model, int most, List<RuleViolation> broken) {
        if (count < 1 || count > most) {
            broken.add(new RuleViolation(RequestPart.SAMPLES, model + " makes no " + count + " videos at once",
                    "Ask for " + (most == 1 ? "1" : "1 to " + most)));
        }
    }

    private static void checkSeed(long seed, List<RuleViolation> broken) {
        if (seed < 0 || seed > LARGEST_SEED) {
            broken.add(new RuleViolation(RequestPart.SEED, "the seed " + seed + " is out of range",
                    "Choose one from 0 to " + LARGEST_SEED));
        }
    }

    private static void checkSound(boolean on, ModelInfo model, List<RuleViolation> broken) {
        switch (model.audio()) {
            case OPTIONAL -> {
            }
            case ALWAYS -> {
                if (!on) {
                    broken.add(sound(model.id() + " always makes sound", "Leave the setting out"));
                }
            }
            case NEVER -> {
                if (on) {
                    broken.add(sound(model.id() + " makes no sound", "Leave the setting out"));
                }
            }
        }
    }

    private static RuleViolation sound(String message, String remedy) {
        return new RuleViolation(RequestPart.SOUND, message, remedy);
    }

    private static void checkLabel(String key, String value, List<RuleViolation> broken) {
        if (!key.matches("[a-z][a-z0-9_-]{0,62}") || !value.matches("[a-z0-9_-]{0,63}")) {
            broken.add(new RuleViolation(RequestPart.LABELS, "the label " + key + "=" + value + " is not allowed",
                    "Use at most 63 lowercase letters, digits, '_' and '-'; a key begins with a letter"));
        }
    }
}
