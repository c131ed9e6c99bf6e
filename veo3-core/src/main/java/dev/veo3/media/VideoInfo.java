// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A video: the first picture track of an MP4 or QuickTime file, and its first sound track if there is one. Codecs and
 * brands are four characters as the file has them, spaces included; bytes that are not printable ASCII show as
 * {@code \x} and two digits.
 *
 * @param path the file, as it was given to the inspector
 * @param container the container of the content, whatever the file is called
 * @param brand the major brand, such as {@code isom}; {@code "qt  "} for old QuickTime files, which name none
 * @param duration how long the file plays, which is as long as its longest track; zero when it holds no samples
 * @param width the width in pixels as shown, so after {@code rotation}, at least 1
 * @param height the height in pixels as shown, so after {@code rotation}, at least 1
 * @param rotation by how much a player turns the stored picture clockwise: 0, 90, 180 or 270 degrees
 * @param frameRate how many pictures a second are shown on average, unrounded, such as 24 or 29.97002997; of a fragmented video
 *        that states its duration, on average of its first fragment; empty when the file does not tell
 * @param codec the picture's sample description, such as {@code avc1} (H.264) or {@code hvc1} (HEVC)
 * @param profile the codec's profile by its usual name, such as {@code High} or {@code Main 10}; empty for codecs other than
 *        H.264, HEVC, AV1 and VP9, and for profiles without a name
 * @param soundCodec the sound's sample description, such as {@code mp4a} (AAC); empty for a silent video
 * @param sizeBytes the size of the file in bytes
 * @param fragmented whether the samples are, or may be, in fragments that follow the header
 * @param moovFirst whether the header ({@code moov}) stands before the samples, so that a player can start at once
 * @since 1.0
 */
public record VideoInfo(Path path, VideoContainer container, String brand, Duration duration, int width, int height,
        int rotation, OptionalDouble frameRate, String codec, Optional<String> profile, Optional<String> soundCodec,
        long sizeBytes, boolean fragmented, boolean moovFirst) implements MediaInfo {

    @Override
    public String mimeType() {
        return container.mimeType();
    }

    @Override
    public Optional<String> extensionMismatch() {
        return Extension.mismatch(path, mimeType(), container.extensions());
    }
}
