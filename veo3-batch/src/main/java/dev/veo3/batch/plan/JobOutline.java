// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a plan knows of a job without reading it.
 *
 * @param samples how many videos it asks for
 */
record JobOutline(ModelId model, int samples, Optional<Usd> price) {
    private static final String PROMPT = "(the job was not read)";
    private static final SpecHash NO_HASH = new SpecHash("v0:" + "0".repeat(64));

    static JobOutline of(Draft.Whole job) {
        return new JobOutline(job.request().model(), job.request().samples(), job.price());
    }

    /** The same as a job: everything else about it stands for something that is not known. */
    Job job(int index, String id, int priority, Dependencies dependencies, Path outputDirectory) {
        VideoSettings standard = VideoSettings.standard();
        VideoSettings settings = samples == 1 ? standard : standard.toBuilder().samples(samples).build();
        return new Job(index, id, new VideoRequest.TextToVideo(model, PROMPT, settings), outputDirectory, price,
                priority, dependencies.parents(index).boxed().toList(), dependencies.inputOf(index), Optional.empty(),
                NO_HASH);
    }
}
