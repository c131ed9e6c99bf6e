// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.VideoReference;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSource;
import java.nio.file.Path;
import java.util.Optional;

/** The video of another job as the input of a request. */
final class ChainedVideo {

    /** Stands for the file of another job until the plan knows it. */
    static final MediaSource TO_COME = MediaSource.file(Path.of(""));

    private ChainedVideo() {}

    /** Whether that is no file but stands for one. */
    static boolean isToCome(Path file) {
        String name = file.toString();
        return name.isEmpty() || VideoReference.idIn(name).isPresent();
    }

    /** The job whose video a request takes that a program built. */
    static Optional<String> parentOf(VideoRequest request) {
        return video(request)
                .flatMap(source -> source instanceof MediaSource.LocalFile file
                        ? VideoReference.idIn(file.path().toString())
                        : Optional.empty());
    }

    /** The video that goes into a request, if one does. */
    static Optional<VideoSource> video(VideoRequest request) {
        return switch (request) {
            case VideoRequest.TextToVideo text -> Optional.empty();
            case VideoRequest.ImageToVideo image -> Optional.empty();
            case VideoRequest.Interpolation frames -> Optional.empty();
            case VideoRequest.ReferencesToVideo references -> Optional.empty();
            case VideoRequest.Extension extension -> Optional.of(extension.video());
            case VideoRequest.Edit edit -> Optional.of(edit.video());
        };
    }

    /** The request with this video in the place of the one that it has. */
    static VideoRequest with(VideoRequest request, MediaSource video) {
        return switch (request) {
            case VideoRequest.TextToVideo text -> text;
            case VideoRequest.ImageToVideo image -> image;
            case VideoRequest.Interpolation frames -> frames;
            case VideoRequest.ReferencesToVideo references -> references;
            case VideoRequest.Extension extension ->
                new VideoRequest.Extension(extension.model(), video, extension.promptText(), extension.settings());
            case VideoRequest.Edit edit ->
                new VideoRequest.Edit(edit.model(), video, edit.prompt(), edit.mask(), edit.settings());
        };
    }
}
