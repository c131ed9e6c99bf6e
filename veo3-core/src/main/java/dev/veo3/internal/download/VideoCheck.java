// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.Verification;
import dev.veo3.media.VideoInfo;
import dev.veo3.transport.ServiceErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what came before it takes the place of a video: a proxy's page would be kept for one. */
final class VideoCheck {
    private static final Logger LOG = LoggerFactory.getLogger(VideoCheck.class);

    /** More than the message keeps, so that a token at the edge is whole when it is taken out. */
    private static final int BEGINNING = 4096;

    private VideoCheck() {}

    /**
     * Looks at a finished part file. A file that is gone passes, because moving it tells what to do then.
     *
     * @param origin begins the message: where the file came from
     * @param clean takes secrets out of a text that came for the video
     * @throws VeoProtocolException when it is not a video, or a damaged one
     * @throws VeoFileException when it cannot be read
     */
    static void requireVideo(Path part, String origin, UnaryOperator<String> clean) throws InterruptedException {
        Optional<VeoProtocolException> damage = damage(part, origin, false, clean);
        if (damage.isPresent()) {
            throw damage.get();
        }
    }

    /**
     * What is damaged of a video, or that an error came for it: it may be whole the next time. That its samples are there is looked at, not
     * what they hold.
     *
     * @param asSent whether these are the very bytes that the service has: then they are what was made and paid for, and only a header
     *            that tells nothing speaks against them
     * @param clean takes what the call carried out of a text that came for the video
     * @throws VeoProtocolException when it is something else
     * @throws VeoFileException when it cannot be read
     */
    static Optional<VeoProtocolException> damage(Path part, String origin, boolean asSent, UnaryOperator<String> clean)
            throws InterruptedException {
        try {
            switch (MediaInspector.inspect(part)) {
                case VideoInfo video -> {
                }
                case ImageInfo image -> throw refusal(origin, "it is an image, " + image.mimeType(), part, clean);
            }
            return switch (MediaInspector.verify(part, Verification.Depth.STRUCTURE)) {
                case Verification.Intact intact -> Optional.empty();
                case Verification.Damaged damaged when asSent -> {
                    LOG.warn("{} brought what the service has, but that is damaged: {}", origin, damaged.message());
                    yield Optional.empty();
                }
                case Verification.Damaged damaged -> Optional
                        .of(refusal(origin, "it is damaged (" + damaged.message() + ")", part, clean));
            };
        } catch (MediaException e) {
            return switch (e.reason()) {
                case NOT_FOUND -> Optional.empty();
                case UNREADABLE, NOT_A_FILE -> throw new VeoFileException(
                        "The part file cannot be looked at: " + e.getMessage(), e);
                case EMPTY -> throw refusal(origin, "it is empty", part, clean);
                case NOT_MEDIA -> Optional.of(errorInstead(part, origin, clean).orElseThrow(() -> refusal(origin,
                        "it looks like " + e.lookedLike().orElse("something else"), part, clean)));
                case DAMAGED ->
                    Optional.of(refusal(origin, "its header is damaged (" + e.getMessage() + ")", part, clean));
            };
        }
    }

    /** What a front end says with a status of success: that may pass. */
    private static Optional<VeoProtocolException> errorInstead(Path part, String origin, UnaryOperator<String> clean) {
        return ServiceErrors.errorIn(clean.apply(beginning(part)))
                .map(error -> refusal(origin, "it is an error, " + error, part, clean));
    }

    private static VeoProtocolException refusal(String origin, String what, Path part, UnaryOperator<String> clean) {
        return new VeoProtocolException(origin + " brought no video that can be used: " + what,
                clean.apply(beginning(part)));
    }

    private static String beginning(Path part) {
        try (InputStream in = Files.newInputStream(part)) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The message does without.
            return "";
        }
    }
}
