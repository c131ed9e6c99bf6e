// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.batch.manifest.Value;
import dev.veo3.video.RequestPart;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the parts of one job stand in the manifest, for problems about them.
 *
 * @param fields what was written for the job; empty when a program built it
 */
record Places(Optional<Value.Mapping> fields) {

    static Places of(Value.Mapping fields) {
        return new Places(Optional.of(fields));
    }

    static Places none() {
        return new Places(Optional.empty());
    }

    SourcePosition job() {
        return fields.map(Value.Mapping::position).orElse(SourcePosition.NONE);
    }

    /** The place of a key of the job, or of the job where it has no such key. */
    SourcePosition key(String key) {
        return fields.flatMap(job -> job.get(key)).map(Value::position).orElseGet(this::job);
    }

    /** The place of an option, or of the options, or of the job. */
    SourcePosition option(String option) {
        return fields.flatMap(job -> job.get("options"))
                .flatMap(options -> options instanceof Value.Mapping map ? map.get(option) : Optional.empty())
                .map(Value::position).orElseGet(() -> key("options"));
    }

    /** The place of an id among those that the job waits for. */
    SourcePosition dependency(String id) {
        SourcePosition all = key("depends_on");
        return fields.flatMap(job -> job.get("depends_on")).stream()
                .flatMap(written -> written instanceof Value.Sequence list ? list.items().stream() : Stream.of(written))
                .filter(item -> item instanceof Value.Scalar scalar && scalar.text().equals(id)).findFirst()
                .map(Value::position).orElse(all);
    }

    SourcePosition part(RequestPart part) {
        return switch (part) {
            case KIND -> key("type");
            case MODEL -> option("model");
            case PROMPT -> option("prompt");
            case IMAGE -> option("image");
            case FIRST_FRAME -> option("first_frame");
            case LAST_FRAME -> option("last_frame");
            case REFERENCE_IMAGES -> option("reference_images");
            case REFERENCE_VIDEOS -> option("reference_videos");
            case VIDEO -> option("video");
            case MASK -> option("mask");
            case NEGATIVE_PROMPT -> option("negative_prompt");
            case PERSON_GENERATION -> option("person_generation");
            case ENHANCE_PROMPT -> option("enhance_prompt");
            case COMPRESSION -> option("compression");
            case RESIZE -> option("resize");
            case FPS -> option("fps");
            case PUBSUB_TOPIC -> option("pubsub_topic");
            case DELIVERY -> option("delivery");
            case DURATION -> option("duration");
            case RESOLUTION -> option("resolution");
            case ASPECT_RATIO -> option("aspect_ratio");
            case SAMPLES -> option("sample_count");
            case SEED -> option("seed");
            case SOUND -> option("generate_audio");
            case STORAGE_URI -> option("storage_uri");
            case LABELS -> option("labels");
        };
    }
}
