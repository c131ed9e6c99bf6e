// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One job by itself, before it is known which other jobs it has to do with.
 *
 * @param videoOf the job whose video it takes
 * @param places where its parts stand
 * @param whole empty when something of it could not be read, which has been reported then
 */
record Draft(Optional<String> id, JobTerms terms, Optional<String> videoOf, Optional<Path> output, int files,
        Places places, Optional<Whole> whole) {

    /** Stands where there is no job. */
    static final Draft NOTHING = new Draft(Optional.empty(), JobTerms.standard(), Optional.empty(), Optional.empty(), 1,
            Places.none(), Optional.empty());

    /**
     * A job of which everything could be read.
     *
     * @param request of the model that takes it
     * @param writtenModel empty when the library chose the model
     * @param model what is known of it, if anything
     */
    record Whole(String id, VideoRequest request, Optional<ModelId> writtenModel, Optional<ModelInfo> model,
            Path output, Optional<Usd> price) {}

    /** The files that go into the job; the video of another job is none. */
    Stream<Path> inputs() {
        return whole.stream().flatMap(job -> MediaFiles.of(job.request()));
    }
}
