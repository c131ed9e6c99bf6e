// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import java.time.Duration;
import java.util.Optional;

/** The rules of Veo that no row of the catalogue states, on each platform. */
final class VeoRules {
    private static final int FRAME_RATE = 24;
    private static final Duration EIGHT = Duration.ofSeconds(8);

    private static final String NOBODY = "dont_allow";

    private VeoRules() {}

    static void check(Asked asked, Optional<ModelInfo> model, RuleFindings findings) {
        asked.settings().delivery().ifPresent(way -> findings.broken(RequestPart.DELIVERY,
                "Veo has no choice of delivery", "Leave it out"
                        + (asked.platform() == Platform.AGENT_PLATFORM ? ", or name a storage URI" : "")));
        switch (asked.platform()) {
            case AGENT_PLATFORM -> agentPlatform(asked, findings);
            case GEMINI_API -> geminiApi(asked, model, findings);
        }
    }

    private static void agentPlatform(Asked asked, RuleFindings findings) {
        asked.settings().duration()
                .filter(length -> asked.kind() == Feature.EXTENSION && !length.equals(ModelInfo.VEO_EXTENSION))
                .ifPresent(length -> findings.warning(RequestPart.DURATION,
                        "an extension adds 7 s on the Agent Platform, whatever is asked for", "Leave it out"));
        asked.settings().personGeneration().filter(word -> !word.equalsIgnoreCase("allow_adult"))
                .ifPresent(word -> findings.warning(RequestPart.PERSON_GENERATION,
                        "the documents disagree on how \"" + word + "\" is written",
                        "Use allow_adult if it is refused"));
        asked.settings().fps().ifPresent(pictures -> frameRate(pictures, findings));
        asked.settings().pubsubTopic().filter(topic -> !topic.matches("projects/[^/\\s]+/topics/[^/\\s]+"))
                .ifPresent(topic -> findings.broken(RequestPart.PUBSUB_TOPIC,
                        "\"" + topic + "\" is no topic of Pub/Sub", "Write projects/my-project/topics/my-topic"));
        asked.request().ifPresent(request -> Sources.of(request).forEach((part, source) -> {
            switch (source) {
                case MediaSource.LocalFile file -> {
                }
                case MediaSource.CloudObject object -> {
                }
                case MediaSource.ServiceFile file -> findings.broken(part,
                        "the Agent Platform reads no files of the Gemini API",
                        "Name a file, or an object in Cloud Storage");
                case VideoSource.OfOperation earlier -> needsBytes(part, findings);
            }
        }));
        asked.request().filter(request -> request instanceof VideoRequest.Edit).map(VideoRequest.Edit.class::cast)
                .flatMap(VideoRequest.Edit::mask).filter(mask -> mask.image() instanceof MediaSource.ServiceFile)
                .ifPresent(mask -> findings.broken(RequestPart.MASK,
                        "the Agent Platform reads no files of the Gemini API",
                        "Name a file, or an object in Cloud Storage"));
    }

    private static void frameRate(int pictures, RuleFindings findings) {
        if (pictures < 1) {
            findings.broken(RequestPart.FPS, "no video has " + pictures + " pictures a second",
                    "Ask for " + FRAME_RATE + ", or leave it out");
        } else if (pictures != FRAME_RATE) {
            findings.warning(RequestPart.FPS, "Veo makes " + FRAME_RATE
                    + " pictures a second, and no document says what another number does", "Leave it out");
        }
    }

    private static void geminiApi(Asked asked, Optional<ModelInfo> model, RuleFindings findings) {
        VideoSettings settings = asked.settings();
        Optional<Duration> notEight = settings.duration().filter(length -> !length.equals(EIGHT));
        settings.resolution().filter(size -> size == Resolution.P1080 || size == Resolution.K4)
                .filter(size -> notEight.isPresent()).ifPresent(size -> findings.broken(RequestPart.DURATION,
                        "the Gemini API makes " + size + " videos of 8 s only", "Ask for 8 s, or leave it out"));
        if (asked.kind() == Feature.EXTENSION) {
            settings.resolution().filter(size -> size != Resolution.P720)
                    .ifPresent(size -> findings.broken(RequestPart.RESOLUTION,
                            "the Gemini API extends videos in 720p only", "Ask for 720p, or leave it out"));
            notEight.ifPresent(length -> findings.broken(RequestPart.DURATION,
                    "an extension is asked for with 8 s on the Gemini API", "Ask for 8 s, or leave it out"));
        }
        if (asked.kind() == Feature.REFERENCES) {
            settings.aspectRatio().filter(ratio -> ratio != AspectRatio.LANDSCAPE)
                    .ifPresent(ratio -> findings.warning(RequestPart.ASPECT_RATIO,
                            "some documents allow references with 16:9 only", "Use 16:9 if the service refuses it"));
        }
        settings.personGeneration()
                .filter(word -> !(word.equals(NOBODY) && model.filter(VeoRules::mayShowNobody).isPresent()))
                .ifPresent(word -> persons(asked.kind(), word, findings));
        settings.seed().ifPresent(seed -> notTaken(RequestPart.SEED, "no seed", findings));
        settings.sound().filter(on -> on).ifPresent(on -> findings.warning(RequestPart.SOUND,
                "the Gemini API does not take the choice of sound, it is always on", "Leave it out"));
        // Of a model that the catalogue knows, its row says what is wrong with silence.
        settings.sound().filter(on -> !on && model.isEmpty())
                .ifPresent(on -> notTaken(RequestPart.SOUND, "no choice of sound", findings));
        settings.storageUri().ifPresent(uri -> notTaken(RequestPart.STORAGE_URI, "no storage URI", findings));
        settings.compression().ifPresent(word -> notTaken(RequestPart.COMPRESSION, "no compression", findings));
        settings.resize().ifPresent(mode -> notTaken(RequestPart.RESIZE, "no resize mode", findings));
        settings.fps().ifPresent(pictures -> notTaken(RequestPart.FPS, "no frame rate", findings));
        settings.pubsubTopic().ifPresent(topic -> notTaken(RequestPart.PUBSUB_TOPIC, "no topic", findings));
        if (!settings.labels().isEmpty()) {
            findings.warning(RequestPart.LABELS, "the labels are not sent: the Gemini API takes none for Veo",
                    "Leave them out");
        }
        asked.request().ifPresent(request -> Sources.of(request)
                .forEach((part, source) -> geminiSource(part, source, asked.kind(), findings)));
    }

    /** Veo 2 alone can be told to show nobody. */
    private static boolean mayShowNobody(ModelInfo model) {
        return model.id().value().startsWith("veo-2");
    }

    /** Who may be shown depends on the kind of request, and in Europe and the Middle East only adults may be. */
    private static void persons(Feature kind, String word, RuleFindings findings) {
        boolean fromWords = kind == Feature.TEXT || kind == Feature.EXTENSION;
        String only = fromWords ? "allow_all" : "allow_adult";
        if (word.equals(only)) {
            return;
        }
        if (fromWords && word.equals("allow_adult")) {
            findings.warning(RequestPart.PERSON_GENERATION,
                    "outside of Europe and the Middle East the Gemini API takes only allow_all here",
                    "Leave it out if the service refuses it");
        } else {
            findings.broken(RequestPart.PERSON_GENERATION,
                    "the Gemini API takes only " + only + " here, not \"" + word + "\"", "Write it, or leave it out");
        }
    }

    private static void geminiSource(RequestPart part, VideoSource source, Feature kind, RuleFindings findings) {
        boolean isVideo = kind == Feature.EXTENSION;
        switch (source) {
            case MediaSource.LocalFile file -> {
                if (isVideo) {
                    findings.broken(part, "the Gemini API extends only videos that it made itself",
                            "Name the address that it gave");
                }
            }
            case MediaSource.ServiceFile file -> {
                if (!isVideo) {
                    findings.broken(part, "the Gemini API takes pictures for Veo only in the request itself",
                            "Name a file on this machine");
                }
            }
            case MediaSource.CloudObject object -> findings.broken(part,
                    "the Gemini API reads nothing in Cloud Storage for Veo",
                    isVideo ? "Name the address that the Gemini API gave" : "Name a file on this machine");
            case VideoSource.OfOperation earlier -> needsBytes(part, findings);
        }
    }

    private static void needsBytes(RequestPart part, RuleFindings findings) {
        findings.broken(part, "Veo does not go on from an operation by its name",
                "Name its video: a file, or the address that the service gave");
    }

    private static void notTaken(RequestPart part, String what, RuleFindings findings) {
        findings.broken(part, "the Gemini API takes " + what + " for Veo", "Leave it out");
    }
}
