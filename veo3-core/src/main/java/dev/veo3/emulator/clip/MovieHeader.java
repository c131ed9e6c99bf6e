// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.nio.ByteBuffer;

/**
 * What an extension needs to know of its input video.
 *
 * @param seconds how long the movie is
 * @param width pixels from left to right
 * @param height pixels from top to bottom
 */
public record MovieHeader(double seconds, int width, int height) {

    /**
     * Reads an MP4 file's header, wherever it stands in the file.
     *
     * @throws IllegalArgumentException saying what is missing, when these bytes are no MP4 with a picture
     */
    public static MovieHeader parse(byte[] file) {
        Box moov = new Box("file", ByteBuffer.wrap(file)).get("moov");
        Box movie = moov.get("mvhd");
        boolean wide = movie.u32(0) >>> 24 == 1;
        long timescale = movie.u32(wide ? 20 : 12);
        long duration = wide ? movie.u32(24) << 32 | movie.u32(28) : movie.u32(16);
        if (timescale == 0) {
            throw new IllegalArgumentException("The movie's header gives a timescale of 0");
        }
        for (Box track : Box.list(moov.content())) {
            if (track.type().equals("trak")) {
                Box header = track.get("tkhd");
                int size = header.content().limit() - 8;
                int width = (int) (header.u32(size) >>> 16);
                int height = (int) (header.u32(size + 4) >>> 16);
                if (width > 0 && height > 0) {
                    return new MovieHeader((double) duration / timescale, width, height);
                }
            }
        }
        throw new IllegalArgumentException("The movie has no track with a picture");
    }
}
