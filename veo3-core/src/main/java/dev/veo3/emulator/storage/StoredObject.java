// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.storage;

import dev.veo3.emulator.operation.Results;
import tools.jackson.core.JsonGenerator;

/** How Cloud Storage describes an object. */
final class StoredObject {

    private StoredObject() {}

    static void write(JsonGenerator json, String bucket, String name, long size) {
        json.writeStartObject();
        json.writeStringProperty("kind", "storage#object");
        json.writeStringProperty("name", name);
        json.writeStringProperty("bucket", bucket);
        json.writeStringProperty("size", Long.toString(size));
        json.writeStringProperty("contentType", Results.MIME_TYPE);
        json.writeEndObject();
    }
}
