// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.media.MediaInfo;
import dev.veo3.transport.CallBody;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a JSON body into which local files are spliced when it is sent. One writer for each body. */
public final class BodyWriter {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<SplicedBody.Splice> splices = new ArrayList<>();
    private final JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out);

    /** Writes the JSON. */
    public JsonGenerator json() {
        return json;
    }

    /** Writes a string that will hold the base64 of a file. */
    public void base64Property(String name, MediaInfo file) {
        json.writeStringProperty(name, "");
        json.flush();
        // Between the two quotes.
        splices.add(new SplicedBody.Splice(out.size() - 1, file.path(), file.sizeBytes()));
    }

    /** Writes a length in seconds, as a number: the service refuses {@code "8"}. */
    public void secondsProperty(String name, Duration length) {
        if (length.toMillis() % 1000 == 0) {
            json.writeNumberProperty(name, length.toSeconds());
        } else {
            json.writeNumberProperty(name, BigDecimal.valueOf(length.toMillis(), 3).stripTrailingZeros());
        }
    }

    /** The body. Nothing may be written behind this. */
    public CallBody body() {
        json.close();
        return new SplicedBody(out.toByteArray(), splices);
    }
}
