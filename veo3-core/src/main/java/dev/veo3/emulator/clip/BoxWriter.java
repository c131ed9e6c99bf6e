// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes boxes: numbers are big-endian, and a box's size is filled in when its content is known. */
final class BoxWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoxWriter box(String type, Consumer<BoxWriter> content) {
        BoxWriter inner = new BoxWriter();
        content.accept(inner);
        return u32(8 + inner.bytes.size()).raw(type.getBytes(StandardCharsets.ISO_8859_1)).raw(inner.toByteArray());
    }

    /** A box whose content begins with a version of 0 and these flags. */
    BoxWriter fullBox(String type, int flags, Consumer<BoxWriter> content) {
        return box(type, inner -> content.accept(inner.u32(flags)));
    }

    BoxWriter u16(int value) {
        return raw(ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
    }

    BoxWriter u32(long value) {
        return raw(ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
    }

    BoxWriter u32s(long... values) {
        for (long value : values) {
            u32(value);
        }
        return this;
    }

    BoxWriter raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
