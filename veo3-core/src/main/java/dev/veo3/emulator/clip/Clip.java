// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** An MP4 file in memory that shares its picture and sound with others of its shape. Immutable. */
public final class Clip {

    private final byte[] head;
    private final List<byte[]> media;

    Clip(byte[] head, List<byte[]> media) {
        this.head = head;
        this.media = List.copyOf(media);
    }

    /** Bytes of the whole file. */
    public long size() {
        return head.length + media.stream().mapToLong(part -> part.length).sum();
    }

    /** The file's CRC32C, its highest byte first. */
    public byte[] crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(head);
        media.forEach(crc::update);
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }

    /** The file from its beginning; the stream needs no closing. */
    public InputStream open() {
        List<InputStream> parts = Stream.concat(Stream.of(head), media.stream())
                .<InputStream>map(ByteArrayInputStream::new).toList();
        return new SequenceInputStream(Collections.enumeration(parts));
    }
}
