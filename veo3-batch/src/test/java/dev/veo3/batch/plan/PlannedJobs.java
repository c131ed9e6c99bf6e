package dev.veo3.batch.plan;

import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Jobs for tests of what comes after the plan. */
public final class PlannedJobs {

    private PlannedJobs() {}

    /** A job for a dollar, which writes {@code id.mp4}. */
    public static Job job(int index, String id) {
        return new Job(index, id, VideoRequest.text("p"), Path.of(id + ".mp4"), Optional.of(Usd.of("1")));
    }

    /** A job of several videos, which writes into a directory. */
    public static Job job(String id, int samples, Path directory, Optional<Usd> price) {
        VideoSettings settings = VideoSettings.builder().samples(samples).build();
        return new Job(0, id, VideoRequest.text("p").withSettings(settings), directory.resolve(id + ".mp4"), price);
    }

    /** So many jobs. */
    public static List<Job> jobs(int count) {
        return IntStream.range(0, count).mapToObj(index -> job(index, "j" + index)).toList();
    }
}
