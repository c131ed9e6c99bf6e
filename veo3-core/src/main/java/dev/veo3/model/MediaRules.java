package dev.veo3.model;

import dev.veo3.media.ImageFormat;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.VideoContainer;
import dev.veo3.media.VideoInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the service asks of the pictures and videos that go into a request. Pure functions. */
public final class MediaRules {

    /** The largest picture that the service takes, in bytes. */
    public static final long LARGEST_IMAGE = 20L * 1024 * 1024;

    private static final Duration SHORTEST_VIDEO = Duration.ofSeconds(1);
    private static final Duration LONGEST_VIDEO_GEMINI_API = Duration.ofSeconds(141);
    private static final Duration LONGEST_VIDEO_AGENT_PLATFORM = Duration.ofSeconds(30);

    private MediaRules() {}

    /**
     * A rule that a file breaks.
     *
     * @param message what is wrong, a clause
     * @param remedy what to do, a clause
     */
    public record Broken(String message, String remedy) {}

    /** What is wrong with a picture; empty when the service takes it. */
    public static List<Broken> checkImage(ImageInfo image) {
        if (image.sizeBytes() > LARGEST_IMAGE) {
            return List.of(new Broken("the picture has " + megabytes(image.sizeBytes()) + ", the service takes at most "
                    + megabytes(LARGEST_IMAGE), "Make it smaller"));
        }
        return List.of();
    }

    /** What the service's documents do not promise to take, though it may; empty when they do. */
    public static Optional<Broken> doubtAboutImage(ImageInfo image) {
        return switch (image.format()) {
            case PNG, JPEG -> Optional.empty();
            case WEBP -> Optional.of(new Broken("the service documents PNG and JPEG, and this picture is "
                    + ImageFormat.WEBP, "Convert it if the service refuses it"));
        };
    }

    /** What is wrong with two frames that are each a picture in itself; empty when they go together. */
    public static Optional<Broken> checkFrames(ImageInfo first, ImageInfo last) {
        if (first.width() == last.width() && first.height() == last.height()) {
            return Optional.empty();
        }
        return Optional.of(new Broken("the first frame has " + size(first) + " pixels and the last one " + size(last),
                "Give both the same size"));
    }

    /** What is wrong with a video that is to be extended; empty when the service takes it. */
    public static List<Broken> checkExtension(VideoInfo video, Platform platform) {
        List<Broken> broken = new ArrayList<>();
        Duration longest = longestToExtend(platform);
        if (video.duration().compareTo(longest) > 0) {
            broken.add(new Broken("the video lasts " + seconds(video.duration()) + ", " + platform.title()
                    + " extends videos of at most " + longest.toSeconds() + " s", "Cut it"));
        }
        if (video.duration().compareTo(SHORTEST_VIDEO) < 0) {
            broken.add(new Broken("the video lasts only " + seconds(video.duration()), "Use one of at least 1 s"));
        }
        if (platform == Platform.AGENT_PLATFORM && video.container() != VideoContainer.MP4) {
            broken.add(new Broken(
                    "the video is no MP4 but a " + video.mimeType() + " file, and " + platform.title()
                            + " extends MP4 only",
                    "Convert it to MP4"));
        }
        return broken;
    }

    /** How long a video may be that is to be extended. */
    public static Duration longestToExtend(Platform platform) {
        return switch (platform) {
            case AGENT_PLATFORM -> LONGEST_VIDEO_AGENT_PLATFORM;
            case GEMINI_API -> LONGEST_VIDEO_GEMINI_API;
        };
    }

    private static String size(ImageInfo image) {
        return image.width() + " x " + image.height();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "." + duration.toMillisPart() / 100 + " s";
    }

    private static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MB";
    }
}
