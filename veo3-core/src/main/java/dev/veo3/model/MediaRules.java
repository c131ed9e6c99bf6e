// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import dev.veo3.media.ColorType;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.Orientation;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.MediaCheck.Findings;
import java.util.Optional;

/**
 * What a model asks of the pictures and videos that go into a request. The values are the catalogue's ({@link MediaLimits}); a
 * limit that it doubts makes a warning. Pure functions.
 *
 * @since 1.0
 */
public final class MediaRules {

    private MediaRules() {}

    /** Everything that is wrong with the files, for a model that the catalogue knows. */
    public static MediaCheck check(MediaUse use, ModelInfo model) {
        Findings found = new Findings();
        new OfModel(model, found).check(use);
        anyModel(use, found);
        return found.check();
    }

    /** Everything that is wrong with the files whatever the model is, for one that the catalogue does not know. */
    public static MediaCheck checkUnknown(MediaUse use) {
        Findings found = new Findings();
        anyModel(use, found);
        return found.check();
    }

    private static void anyModel(MediaUse use, Findings found) {
        switch (use) {
            case MediaUse.Image(ImageInfo image) -> anyImage(image, found);
            case MediaUse.Frames(ImageInfo first, ImageInfo last) -> {
                anyImage(first, found);
                anyImage(last, found);
                if (first.width() != last.width() || first.height() != last.height()) {
                    found.problem(new MediaProblem.FramesDiffer(first, last));
                }
            }
            case MediaUse.References references -> references.images().forEach(image -> anyImage(image, found));
            case MediaUse.Clip clip -> {
            }
            case MediaUse.Extension extension -> {
            }
            case MediaUse.Edit edit -> {
            }
        }
    }

    private static void anyImage(ImageInfo image, Findings found) {
        if (image.orientation() != Orientation.NORMAL) {
            found.warning(new MediaProblem.ImageTurned(image));
        }
        if (image.animated()) {
            found.warning(new MediaProblem.ImageAnimated(image));
        }
        if (image.colorType() == ColorType.CMYK || image.colorType() == ColorType.YCCK) {
            found.warning(new MediaProblem.ImageForPrint(image));
        }
    }

    /** The limits of one model. */
    private record OfModel(ModelInfo model, Findings found) {

        void check(MediaUse use) {
            switch (use) {
                case MediaUse.Image(ImageInfo image) -> image(image);
                case MediaUse.Frames(ImageInfo first, ImageInfo last) -> {
                    image(first);
                    image(last);
                }
                case MediaUse.References references -> {
                    count("pictures", references.images().size(), model.references().images());
                    count("clips", references.clips().size(), model.references().videos());
                    references.images().forEach(this::image);
                    references.clips().forEach(this::clip);
                }
                case MediaUse.Clip(VideoInfo video) -> clip(video);
                case MediaUse.Extension(VideoInfo video) -> extension(video);
                case MediaUse.Edit(VideoInfo video) ->
                    length(video, model.media().editLength(), "edit_seconds", "changes");
            }
        }

        private void image(ImageInfo image) {
            MediaLimits limits = model.media();
            if (limits.imageBytes().isPresent() && image.sizeBytes() > limits.imageBytes().getAsLong()) {
                found.add(doubt("image_mb"),
                        new MediaProblem.ImageTooLarge(image, limits.imageBytes().getAsLong()));
            }
            if (!limits.imageTypes().isEmpty() && !limits.imageTypes().contains(image.format())) {
                found.add(doubt("image_types"), new MediaProblem.ImageFormatNotTaken(image, limits.imageTypes()));
            }
        }

        private void count(String what, int count, int most) {
            if (count > most) {
                found.add(model.doubt(Trait.REFERENCES), new MediaProblem.TooManyReferences(what, count, most));
            }
        }

        private void clip(VideoInfo video) {
            length(video, model.media().clipLength(), "clip_seconds", "refers to");
        }

        private void extension(VideoInfo video) {
            MediaLimits limits = model.media();
            length(video, limits.extensionLength(), "extension_seconds", "extends");
            if (!limits.extensionTypes().isEmpty() && !limits.extensionTypes().contains(video.container())) {
                found.add(doubt("extension_types"),
                        new MediaProblem.VideoTypeNotTaken(video, model.platform(), limits.extensionTypes()));
            }
            if (!limits.extensionResolutions().isEmpty() && Resolution.of(video.width(), video.height())
                    .filter(limits.extensionResolutions()::contains).isEmpty()) {
                found.add(doubt("extension_resolutions"),
                        new MediaProblem.VideoSizeNotTaken(video, model.platform(), limits.extensionResolutions()));
            }
        }

        private void length(VideoInfo video, Optional<DurationRule.Between> limit, String name, String verb) {
            limit.filter(range -> video.duration().compareTo(range.longest()) > 0)
                    .ifPresent(range -> found.add(doubt(name),
                            new MediaProblem.VideoTooLong(video, model.platform(), verb, range.longest())));
            limit.filter(range -> video.duration().compareTo(range.shortest()) < 0)
                    .ifPresent(range -> found.add(doubt(name),
                            new MediaProblem.VideoTooShort(video, range.shortest())));
        }

        /** A doubt about this limit, or about all that is said of media. */
        private Optional<Doubt> doubt(String limit) {
            return model.doubt(Trait.MEDIA, limit).or(() -> model.doubt(Trait.MEDIA));
        }
    }
}
