package dev.veo3.batch.plan;

import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A job that has been checked and can be run.
 *
 * @param index its place in the manifest, from 0
 * @param id unique in the batch
 * @param request what is asked of the service
 * @param output the file to write, inside the output directory
 * @param price what it costs when all of its videos succeed; empty when the catalogue has no price for it
 */
public record Job(int index, String id, VideoRequest request, Path output, Optional<Usd> price) {

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
