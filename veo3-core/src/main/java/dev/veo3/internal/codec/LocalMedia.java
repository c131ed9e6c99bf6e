package dev.veo3.internal.codec;

import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.MediaRules;
import dev.veo3.model.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What local files that go into a request really are, and whether the service takes them. */
public final class LocalMedia {

    private LocalMedia() {}

    /** A picture. */
    public static MediaInfo picture(Path path) {
        return switch (inspect(path)) {
            case ImageInfo picture -> checked(picture, MediaRules.checkImage(picture));
            case VideoInfo video -> throw new VeoFileException(path + " is a video. Name a PNG or JPEG picture");
        };
    }

    /** A video that is to be extended by Veo. */
    public static MediaInfo extension(Path path, Platform platform) {
        VideoInfo video = video(path);
        return checked(video, MediaRules.checkExtension(video, platform));
    }

    /** Any video. */
    public static VideoInfo video(Path path) {
        return switch (inspect(path)) {
            case VideoInfo video -> video;
            case ImageInfo picture -> throw new VeoFileException(path + " is a picture. Name an MP4 video");
        };
    }

    private static MediaInfo inspect(Path path) {
        try {
            return MediaInspector.inspect(path);
        } catch (MediaException e) {
            throw new VeoFileException(String.valueOf(e.getMessage()), e);
        }
    }

    private static MediaInfo checked(MediaInfo media, List<MediaRules.Broken> broken) {
        if (!broken.isEmpty()) {
            throw new VeoRequestException(media.path() + ": " + broken.stream()
                    .map(rule -> rule.message() + ". " + rule.remedy() + ".").collect(Collectors.joining(" ")));
        }
        return media;
    }
}
