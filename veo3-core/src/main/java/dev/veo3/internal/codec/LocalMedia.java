// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.MediaCheck;
import dev.veo3.model.MediaRules;
import dev.veo3.model.MediaUse;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What local files that go into a request really are, and whether the model takes them. */
public final class LocalMedia {
    private final ModelCatalog catalog;
    private final ModelId model;
    private final Platform platform;

    /** For requests of one model, of which the catalogue tells what it takes. */
    public LocalMedia(ModelCatalog catalog, ModelId model, Platform platform) {
        this.catalog = catalog;
        this.model = model;
        this.platform = platform;
    }

    /** A picture. */
    public MediaInfo picture(Path path) {
        return switch (inspect(path)) {
            case ImageInfo picture -> checked(picture, new MediaUse.Image(picture));
            case VideoInfo video -> throw new VeoFileException(path + " is a video. Name a PNG or JPEG picture");
        };
    }

    /** A video that is to be extended by Veo. */
    public MediaInfo extension(Path path) {
        VideoInfo video = video(path);
        return checked(video, new MediaUse.Extension(video));
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

    private MediaInfo checked(MediaInfo media, MediaUse use) {
        MediaCheck check = catalog.find(model, platform).map(known -> MediaRules.check(use, known))
                .orElseGet(() -> MediaRules.checkUnknown(use));
        if (!check.isFine()) {
            throw new VeoRequestException(media.path() + ": " + check.problems().stream()
                    .map(problem -> problem.message() + ". " + problem.remedy() + ".")
                    .collect(Collectors.joining(" ")));
        }
        return media;
    }
}
