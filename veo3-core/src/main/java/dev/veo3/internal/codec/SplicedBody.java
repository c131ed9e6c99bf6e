// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.VeoFileException;
import dev.veo3.internal.download.FileFailure;
import dev.veo3.transport.CallBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** JSON with the base64 of local files in some of its strings. The files are streamed when it is sent, never held. */
final class SplicedBody implements CallBody {

    /** A file whose base64 stands at that offset of the JSON. */
    record Splice(int offset, Path file, long size) {}

    private final byte[] json;
    private final List<Splice> splices;

    /** JSON, and what is to be spliced into it, by rising offset. */
    SplicedBody(byte[] json, List<Splice> splices) {
        this.json = json.clone();
        this.splices = List.copyOf(splices);
    }

    @Override
    public long length() {
        return json.length + splices.stream().mapToLong(s -> Base64Stream.encodedLength(s.size())).sum();
    }

    @Override
    public InputStream open() {
        List<InputStream> parts = new ArrayList<>();
        int from = 0;
        try {
            for (Splice splice : splices) {
                parts.add(new ByteArrayInputStream(json, from, splice.offset() - from));
                parts.add(new Base64Stream(file(splice)));
                from = splice.offset();
            }
        } catch (VeoFileException e) {
            closeAll(parts, e);
            throw e;
        }
        parts.add(new ByteArrayInputStream(json, from, json.length - from));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream file(Splice splice) {
        try {
            InputStream bytes = Files.newInputStream(splice.file());
            if (Files.size(splice.file()) != splice.size()) {
                bytes.close();
                throw new VeoFileException(
                        splice.file() + " changed its size while it was about to be sent. Submit again"
                                + " when nobody writes to it");
            }
            return bytes;
        } catch (IOException e) {
            throw FileFailure.of(splice.file() + " cannot be read", e);
        }
    }

    private static void closeAll(List<InputStream> parts, VeoFileException reason) {
        for (InputStream part : parts) {
            try {
                part.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
