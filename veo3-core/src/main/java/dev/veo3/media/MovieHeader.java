// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The boxes of an MP4 or QuickTime file: walks over the outermost ones and into the header and the fragments. */
final class MovieHeader {

    private static final int QT = 0x71742020;
    /** Room for the headers of the boxes that follow: some padding and the samples. */
    private static final int BEHIND_MOOV = 64;

    private final HeaderWindow in;
    private int brand = QT;
    private boolean hasMoov;
    private boolean hasSamples;
    private boolean moovFirst;
    private MediaTime stated = MediaTime.ZERO;
    /** Whether the header says how long a fragmented video is. */
    private boolean isStated;
    private @Nullable Box mvhd;
    private @Nullable Box mvex;
    private @Nullable Track picture;
    private @Nullable Track sound;
    private @Nullable FragmentedTrack pictureFragments;
    private @Nullable FragmentedTrack soundFragments;

    private MovieHeader(HeaderWindow in) {
        this.in = in;
    }

    /** Whether the content begins with a box that such files begin with, and is none of the images that do so too. */
    static boolean matches(HeaderWindow in) throws IOException {
        if (in.size() < Box.HEADER) {
            return false;
        }
        return switch (in.i32(4)) {
            case Box.FTYP -> in.size() < Box.HEADER + 4 || ContentGuess.imageBrand(in.i32(8)) == null;
            case Box.MOOV, Box.MDAT, Box.FREE, Box.SKIP, Box.WIDE, Box.PNOT, Box.STYP -> true;
            default -> false;
        };
    }

    static VideoInfo read(HeaderWindow in) throws IOException {
        MovieHeader movie = new MovieHeader(in);
        movie.walk();
        return movie.info();
    }

    private void walk() throws IOException {
        long at = 0;
        while (at < in.size()) {
            // Bytes behind a complete movie that are no box were put there by some program that players do not mind.
            boolean complete = hasMoov && hasSamples;
            if (complete && in.size() - at < Box.HEADER) {
                return;
            }
            in.expectEnd(at);
            Box box = Box.at(in, at, in.size());
            if (box.end() > in.size()) {
                if (complete && !isMovie(box.type())) {
                    return;
                }
                throw box.misfit(in, "the end of the file, which has only " + in.size() + " bytes");
            }
            outermost(box);
            at = box.end();
        }
    }

    private static boolean isMovie(int type) {
        return type == Box.MOOV || type == Box.MOOF || type == Box.MDAT;
    }

    private void outermost(Box box) throws IOException {
        switch (box.type()) {
            case Box.FTYP -> {
                if (box.start() == 0) {
                    brand = in.i32(box.field(in, 0, 4));
                }
            }
            case Box.MOOV -> {
                if (!hasMoov) {
                    hasMoov = true;
                    moovFirst = !hasSamples;
                    moov(box);
                }
            }
            case Box.MOOF -> {
                hasSamples = true;
                if (pictureFragments != null && (!isStated || pictureFragments.samples() == 0)) {
                    pictureFragments.add(box);
                }
                if (soundFragments != null && !isStated) {
                    soundFragments.add(box);
                }
            }
            case Box.MDAT -> hasSamples = true;
            default -> {
            }
        }
    }

    private void moov(Box moov) throws IOException {
        in.expect(moov.start(), moov.end() - moov.start() + BEHIND_MOOV);
        moov.children(in, box -> {
            switch (box.type()) {
                case Box.MVHD -> {
                    mvhd = box;
                    stated = MediaTime.of(in, box);
                }
                case Box.TRAK -> track(Track.read(in, box));
                case Box.MVEX -> mvex = box;
                default -> {
                }
            }
        });
        if (mvhd == null) {
            throw in.damaged(moov.start(), "the box moov has no mvhd in it");
        }
        if (mvex != null) {
            fragments(mvex);
        } else if (stated.units() == 0) {
            stated = longest(picture == null ? null : picture.time(), sound == null ? null : sound.time());
        }
    }

    private void track(Track track) {
        if (picture == null && track.isPicture()) {
            picture = track;
        } else if (sound == null && track.isSound()) {
            sound = track;
        }
    }

    /**
     * Prepares for the fragments. Their samples are counted when the file does not say how long they are; else those of the
     * first one, which tell the frame rate.
     */
    private void fragments(Box box) throws IOException {
        long scale = stated.scale();
        stated = MediaTime.ZERO;
        box.children(in, inner -> {
            if (inner.type() == Box.MEHD) {
                stated = new MediaTime(MediaTime.units(in, inner, 4, inner.isWide(in)), scale);
            }
        });
        isStated = stated.units() > 0;
        pictureFragments = picture == null ? null : new FragmentedTrack(in, picture, box);
        soundFragments = sound == null ? null : new FragmentedTrack(in, sound, box);
    }

    private static MediaTime longest(@Nullable MediaTime one, @Nullable MediaTime other) {
        MediaTime first = one == null ? MediaTime.ZERO : one;
        return other == null ? first : first.max(other);
    }

    private VideoInfo info() {
        if (!hasMoov) {
            throw in.damaged(in.size(), "the file ends without the box moov, which describes the video; "
                    + "perhaps the recording was not finished");
        }
        if (picture == null) {
            throw MediaException.notMedia(in.path(), "not a video", sound == null
                    ? "an MP4 file with neither picture nor sound"
                    : "an MP4 file with sound only");
        }
        if (!hasSamples && picture.samples() > 0) {
            throw in.damaged(in.size(), "the file ends behind its header, without the samples that the header lists");
        }
        if (picture.codec() == 0 || picture.width() == 0 || picture.height() == 0) {
            throw in.damaged(0, "the header does not give the picture's size and codec");
        }
        MediaTime time = mvex == null || isStated
                ? stated
                : longest(
                        pictureFragments == null ? null : pictureFragments.time(),
                        soundFragments == null ? null : soundFragments.time());
        return new VideoInfo(in.path(), brand == QT ? VideoContainer.QUICKTIME : VideoContainer.MP4, FourCc.text(brand),
                time.duration(), picture.width(), picture.height(), picture.rotation(),
                pictureFragments == null ? picture.frameRate() : pictureFragments.frameRate(),
                FourCc.text(picture.codec()), picture.profile(),
                sound == null || sound.codec() == 0 ? Optional.empty() : Optional.of(FourCc.text(sound.codec())),
                in.size(), mvex != null, moovFirst);
    }
}
