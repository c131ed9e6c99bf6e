// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.List;
import java.util.function.BiConsumer;

/** The pictures and videos that go into a request, each with its part of it. */
record Sources(List<Source> all) {

    record Source(RequestPart part, VideoSource source) {}

    static Sources of(VideoRequest request) {
        return new Sources(switch (request) {
            case VideoRequest.TextToVideo text -> List.of();
            case VideoRequest.ImageToVideo animated -> List.of(new Source(RequestPart.IMAGE, animated.image()));
            case VideoRequest.Interpolation between -> List.of(
                    new Source(RequestPart.FIRST_FRAME, between.firstFrame()),
                    new Source(RequestPart.LAST_FRAME, between.lastFrame()));
            case VideoRequest.ReferencesToVideo referring -> java.util.stream.Stream.concat(
                    referring.images().stream().map(image -> new Source(RequestPart.REFERENCE_IMAGES, image)),
                    referring.videos().stream().map(video -> new Source(RequestPart.REFERENCE_VIDEOS, video)))
                    .toList();
            case VideoRequest.Extension extended -> List.of(new Source(RequestPart.VIDEO, extended.video()));
            case VideoRequest.Edit edited -> List.of(new Source(RequestPart.VIDEO, edited.video()));
        });
    }

    void forEach(BiConsumer<RequestPart, VideoSource> action) {
        all.forEach(source -> action.accept(source.part(), source.source()));
    }
}
