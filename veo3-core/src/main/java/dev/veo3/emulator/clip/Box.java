// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One box of an MP4 file: its type and what it holds, a view on the file's bytes. */
record Box(String type, ByteBuffer content) {

    /**
     * The boxes that stand side by side in these bytes.
     *
     * @throws IllegalArgumentException when a box claims more bytes than there are
     */
    static List<Box> list(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        ByteBuffer rest = bytes.slice();
        while (rest.remaining() >= 8) {
            int start = rest.position();
            long size = Integer.toUnsignedLong(rest.getInt());
            byte[] type = new byte[4];
            rest.get(type);
            if (size == 1 && rest.remaining() >= 8) {
                size = rest.getLong();
            } else if (size == 0) {
                size = (long) rest.limit() - start;
            }
            int header = rest.position() - start;
            if (size < header || size > rest.limit() - start) {
                throw new IllegalArgumentException("The box at byte " + start + " claims " + size + " bytes, but only "
                        + (rest.limit() - start) + " are left");
            }
            int length = (int) size - header;
            boxes.add(new Box(new String(type, StandardCharsets.ISO_8859_1), rest.slice(rest.position(), length)));
            rest.position(rest.position() + length);
        }
        return boxes;
    }

    /** The first box at the end of this path of types, starting with a child of this box. */
    Optional<Box> find(String... path) {
        Box at = this;
        for (String step : path) {
            Optional<Box> next = list(at.content).stream().filter(child -> child.type.equals(step)).findFirst();
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /** Like {@link #find}, for a box that must be there. */
    Box get(String... path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException(
                "The box '" + type + "' holds no '" + String.join("/", path) + "'"));
    }

    /** The unsigned 32-bit number at this byte of the content. */
    long u32(int offset) {
        if (offset > content.limit() - Integer.BYTES) {
            throw new IllegalArgumentException("The box '" + type + "' ends before byte " + (offset + Integer.BYTES));
        }
        return Integer.toUnsignedLong(content.getInt(offset));
    }

    /** The bytes of the content, copied. */
    byte[] bytes() {
        byte[] copy = new byte[content.limit()];
        content.get(0, copy);
        return copy;
    }
}
