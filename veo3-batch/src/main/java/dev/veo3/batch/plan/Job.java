// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.Usd;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A job that has been checked and can be run.
 *
 * @param index its place in the manifest, from 0
 * @param id unique in the batch
 * @param request what is asked of the service; where it takes the video of another job, it names that job's first file, which
 *            does not exist before that job has ended
 * @param output the file to write, inside the output directory
 * @param price what it costs when all of its videos succeed; empty when neither the manifest nor the catalogue has a price
 * @param priority jobs of a higher one go first
 * @param dependsOn the indices of the jobs that must have their videos before it begins, in rising order
 * @param inputFrom the index of the job whose video it takes, which is in {@code dependsOn} too
 * @param timeout how long it may take, from the moment it begins
 * @param specHash by what a later run knows that it still asks for the same
 * @since 1.0
 */
public record Job(int index, String id, VideoRequest request, Path output, Optional<Usd> price, int priority,
        List<Integer> dependsOn, OptionalInt inputFrom, Optional<Duration> timeout, SpecHash specHash) {

    /** Copies the indices. */
    public Job {
        dependsOn = List.copyOf(dependsOn);
    }

    /** How many videos it asks for. */
    public int samples() {
        return request.settings().samples().orElse(1);
    }

    /**
     * The files that it writes when everything succeeds: its output, or for several videos {@code name-1.mp4},
     * {@code name-2.mp4} and so on.
     */
    public List<Path> files() {
        return files(output, samples());
    }

    /** The file of the video that it takes from another job; empty when it takes none. */
    public Optional<Path> inputFile() {
        return inputFrom.isEmpty()
                ? Optional.empty()
                : ChainedVideo.video(request)
                        .flatMap(video -> video instanceof MediaSource.LocalFile file
                                ? Optional.of(file.path())
                                : Optional.empty());
    }

    /** The files for so many videos of one output. */
    public static List<Path> files(Path output, int samples) {
        if (samples == 1) {
            return List.of(output);
        }
        String name = String.valueOf(output.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        return IntStream.rangeClosed(1, samples).mapToObj(n -> output.resolveSibling(stem + "-" + n + extension))
                .toList();
    }
}
