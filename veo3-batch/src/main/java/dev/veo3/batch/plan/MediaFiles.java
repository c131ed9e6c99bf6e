// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSource;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files on this machine that go into a request. */
final class MediaFiles {

    private MediaFiles() {}

    /** All of them, without the video of another job. */
    static Stream<Path> of(VideoRequest request) {
        return sources(request).flatMap(source -> switch (source) {
            case MediaSource.LocalFile file -> Stream.of(file.path());
            case MediaSource.CloudObject object -> Stream.empty();
            case MediaSource.ServiceFile file -> Stream.empty();
            case VideoSource.OfOperation earlier -> Stream.empty();
        }).filter(file -> !ChainedVideo.isToCome(file));
    }

    private static Stream<VideoSource> sources(VideoRequest request) {
        return switch (request) {
            case VideoRequest.TextToVideo text -> Stream.empty();
            case VideoRequest.ImageToVideo image -> Stream.of(image.image());
            case VideoRequest.Interpolation frames -> Stream.of(frames.firstFrame(), frames.lastFrame());
            case VideoRequest.ReferencesToVideo references ->
                Stream.concat(references.images().stream(), references.videos().stream());
            case VideoRequest.Extension extension -> Stream.of(extension.video());
            case VideoRequest.Edit edit ->
                Stream.concat(Stream.of(edit.video()), edit.mask().stream().map(mask -> mask.image()));
        };
    }
}
