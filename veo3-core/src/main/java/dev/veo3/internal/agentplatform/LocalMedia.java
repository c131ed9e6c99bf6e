package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import java.nio.file.Path;

/** What local files that go into a request really are. */
final class LocalMedia {
    private static final long LARGEST_PICTURE = 20L * 1024 * 1024;

    private LocalMedia() {}

    static MediaInfo picture(Path path) {
        return switch (inspect(path)) {
            case ImageInfo picture when picture.sizeBytes() > LARGEST_PICTURE ->
                throw new VeoRequestException(
                        path + " has " + picture.sizeBytes() + " bytes, and the service takes pictures"
                                + " of at most 20 MB. Make it smaller, or put it in Cloud Storage");
            case ImageInfo picture -> picture;
            case VideoInfo video -> throw new VeoFileException(path + " is a video: name a PNG or JPEG picture");
        };
    }

    static MediaInfo video(Path path) {
        return switch (inspect(path)) {
            case VideoInfo video -> video;
            case ImageInfo picture -> throw new VeoFileException(path + " is a picture: name an MP4 video");
        };
    }

    private static MediaInfo inspect(Path path) {
        try {
            return MediaInspector.inspect(path);
        } catch (MediaException e) {
            throw new VeoFileException(String.valueOf(e.getMessage()), e);
        }
    }
}
