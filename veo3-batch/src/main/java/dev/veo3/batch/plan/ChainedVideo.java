package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.VideoReference;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.util.Optional;

/** The video of another job as the input of a request. */
final class ChainedVideo {

    private ChainedVideo() {}

    /** The job whose video a request takes that a program built. */
    static Optional<String> parentOf(VideoRequest request) {
        return video(request)
                .flatMap(source -> source instanceof MediaSource.LocalFile file
                        ? VideoReference.idIn(file.path().toString())
                        : Optional.empty());
    }

    /** The video that goes into a request, if one does. */
    static Optional<MediaSource> video(VideoRequest request) {
        return switch (request) {
            case VideoRequest.TextToVideo text -> Optional.empty();
            case VideoRequest.ImageToVideo image -> Optional.empty();
            case VideoRequest.Interpolation frames -> Optional.empty();
            case VideoRequest.Extension extension -> Optional.of(extension.video());
        };
    }

    /** The request with this video in the place of the one that it has. */
    static VideoRequest with(VideoRequest request, MediaSource video) {
        return switch (request) {
            case VideoRequest.TextToVideo text -> text;
            case VideoRequest.ImageToVideo image -> image;
            case VideoRequest.Interpolation frames -> frames;
            case VideoRequest.Extension extension ->
                new VideoRequest.Extension(extension.model(), video, extension.promptText(), extension.settings());
        };
    }
}
