// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.internal.download.PartFile;
import dev.veo3.video.GeneratedVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;

/** The part files of the videos in one answer. Closing it deletes those that were not {@linkplain #keep kept}. Used by one thread. */
public final class VideoSpool implements AutoCloseable {
    private final Path directory;
    private final List<PartFile> parts = new ArrayList<>();

    /** Part files in that directory. */
    public VideoSpool(Path directory) {
        this.directory = directory;
    }

    /** Decodes the string at which the parser stands into a part file while it arrives. */
    PartFile decode(JsonParser json) throws IOException {
        PartFile file = PartFile.create(directory, "veo3");
        parts.add(file);
        Base64Text.decode(json, file);
        file.finish();
        return file;
    }

    /** Lets the part files of these videos stay. */
    public void keep(List<GeneratedVideo> videos) {
        for (GeneratedVideo video : videos) {
            switch (video) {
                case GeneratedVideo.Inline inline -> parts.stream()
                        .filter(part -> part.path().equals(inline.part())).forEach(PartFile::keep);
                case GeneratedVideo.Stored stored -> {
                }
                case GeneratedVideo.ServiceFile file -> {
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (PartFile part : parts) {
            part.close();
        }
    }
}
