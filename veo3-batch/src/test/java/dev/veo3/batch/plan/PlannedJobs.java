// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Jobs for tests of what comes after the plan. */
public final class PlannedJobs {

    private PlannedJobs() {}

    /** A job for a dollar, which writes {@code id.mp4}. */
    public static Job job(int index, String id) {
        return job(index, id, VideoRequest.text("p"), Path.of(id + ".mp4"), Optional.of(Usd.of("1")));
    }

    /** A job of several videos, which writes into a directory. */
    public static Job job(String id, int samples, Path directory, Optional<Usd> price) {
        VideoSettings settings = VideoSettings.builder().samples(samples).build();
        return job(0, id, VideoRequest.text("p").withSettings(settings), directory.resolve(id + ".mp4"), price);
    }

    private static Job job(int index, String id, VideoRequest request, Path output, Optional<Usd> price) {
        SpecHash hash = new SpecHasher(new FileDigests()).of(request, Optional.empty(), Optional.empty());
        return new Job(index, id, request, output, price, 0, List.of(), OptionalInt.empty(), Optional.empty(), hash);
    }

    /** So many jobs. */
    public static List<Job> jobs(int count) {
        return IntStream.range(0, count).mapToObj(index -> job(index, "j" + index)).toList();
    }
}
