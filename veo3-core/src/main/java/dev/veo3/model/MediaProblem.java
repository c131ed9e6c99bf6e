// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ColorType;
import dev.veo3.media.ImageFormat;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.Orientation;
import dev.veo3.media.VideoContainer;
import dev.veo3.media.VideoInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model does not take of a file, or may not take.
 *
 * @since 1.0
 */
public sealed interface MediaProblem {

    /** What is wrong, a clause. */
    String message();

    /** What to do, a clause. */
    String remedy();

    /** A picture has too many bytes. */
    record ImageTooLarge(ImageInfo image, long mostBytes) implements MediaProblem {
        @Override
        public String message() {
            return "the picture has " + megabytes(image.sizeBytes()) + ", the service takes at most "
                    + megabytes(mostBytes);
        }

        @Override
        public String remedy() {
            return "Make it smaller";
        }
    }

    /** A picture has a format that is not among those that the service documents. */
    record ImageFormatNotTaken(ImageInfo image, Set<ImageFormat> taken) implements MediaProblem {
        /** Copies the set. */
        public ImageFormatNotTaken {
            taken = Set.copyOf(taken);
        }

        @Override
        public String message() {
            return "the service documents " + words(taken) + ", and this picture is " + image.format();
        }

        @Override
        public String remedy() {
            return "Convert it if the service refuses it";
        }
    }

    /** A picture is stored turned or mirrored; whether the service turns it back is not documented. */
    record ImageTurned(ImageInfo image) implements MediaProblem {
        @Override
        public String message() {
            Orientation orientation = image.orientation();
            return "the picture is stored turned or mirrored (EXIF orientation " + orientation.exif()
                    + "), and the service may show it as it is stored";
        }

        @Override
        public String remedy() {
            return "Save it upright";
        }
    }

    /** A picture is an animation, of which the service may take any part or none. */
    record ImageAnimated(ImageInfo image) implements MediaProblem {
        @Override
        public String message() {
            return "the picture is an animation";
        }

        @Override
        public String remedy() {
            return "Save the picture that is meant as a file of its own";
        }
    }

    /** A picture is made for print: {@link ColorType#CMYK} or {@link ColorType#YCCK}. */
    record ImageForPrint(ImageInfo image) implements MediaProblem {
        @Override
        public String message() {
            return "the picture has the colors of print (" + image.colorType() + "), which many programs show wrong";
        }

        @Override
        public String remedy() {
            return "Convert it to RGB";
        }
    }

    /** Two frames of one video have different sizes. */
    record FramesDiffer(ImageInfo first, ImageInfo last) implements MediaProblem {
        @Override
        public String message() {
            return "the first frame has " + pixels(first) + " and the last one " + sides(last);
        }

        @Override
        public String remedy() {
            return "Give both the same size";
        }
    }

    /** There are more references than a request may have. */
    record TooManyReferences(String what, int count, int most) implements MediaProblem {
        @Override
        public String message() {
            return "there are " + count + " reference " + what + ", and the model takes "
                    + (most == 0 ? "none" : "at most " + most);
        }

        @Override
        public String remedy() {
            return "Leave some out";
        }
    }

    /** A video has a container that the service does not take. */
    record VideoTypeNotTaken(VideoInfo video, Platform platform, Set<VideoContainer> taken) implements MediaProblem {
        /** Copies the set. */
        public VideoTypeNotTaken {
            taken = Set.copyOf(taken);
        }

        @Override
        public String message() {
            return "the video is no " + words(taken) + " but a " + video.mimeType() + " file, and " + platform.title()
                    + " extends " + words(taken) + " only";
        }

        @Override
        public String remedy() {
            return "Convert it to " + words(taken);
        }
    }

    /**
     * A video is too long.
     *
     * @param verb what is done with it, for example {@code extends}
     */
    record VideoTooLong(VideoInfo video, Platform platform, String verb, Duration longest) implements MediaProblem {
        @Override
        public String message() {
            return "the video lasts " + seconds(video.duration(), RoundingMode.CEILING) + ", " + platform.title() + " "
                    + verb
                    + " videos of at most " + longest.toSeconds() + " s";
        }

        @Override
        public String remedy() {
            return "Cut it";
        }
    }

    /** A video is too short. */
    record VideoTooShort(VideoInfo video, Duration shortest) implements MediaProblem {
        @Override
        public String message() {
            return "the video lasts only " + seconds(video.duration(), RoundingMode.FLOOR);
        }

        @Override
        public String remedy() {
            return "Use one of at least " + shortest.toSeconds() + " s";
        }
    }

    /** A video has a size that the service does not extend. */
    record VideoSizeNotTaken(VideoInfo video, Platform platform, Set<Resolution> taken) implements MediaProblem {
        /** Copies the set. */
        public VideoSizeNotTaken {
            taken = Set.copyOf(taken);
        }

        @Override
        public String message() {
            return "the video has " + pixels(video) + ", and " + platform.title() + " extends videos of "
                    + words(taken);
        }

        @Override
        public String remedy() {
            return "Scale it to "
                    + taken.stream().min(Resolution::compareTo).map(Resolution::sides).orElse("one of them");
        }
    }

    private static <E extends Enum<E>> String words(Collection<E> values) {
        String all = values.stream().sorted().map(Object::toString).collect(Collectors.joining(", "));
        int comma = all.lastIndexOf(", ");
        return comma < 0 ? all : all.substring(0, comma) + " and " + all.substring(comma + 2);
    }

    private static String pixels(MediaInfo info) {
        return sides(info) + " pixels";
    }

    private static String sides(MediaInfo info) {
        return info.width() + " x " + info.height();
    }

    /** As exactly as it takes to see that a length is beyond its limit, and rounded away from the limit. */
    private static String seconds(Duration duration, RoundingMode away) {
        BigDecimal exact = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        BigDecimal shown = exact.setScale(3, away).stripTrailingZeros();
        return shown.setScale(Math.max(1, shown.scale()), RoundingMode.UNNECESSARY).toPlainString() + " s";
    }

    private static String megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MB";
    }
}
