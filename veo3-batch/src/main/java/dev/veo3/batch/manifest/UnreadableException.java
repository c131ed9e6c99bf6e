// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

/** A text is no YAML or JSON, or asks for more than any manifest needs. The message is a clause without a full stop. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How deep a document may nest: manifests have four levels, and one without end must not exhaust the stack. */
    static final int DEEPEST = 64;

    private final transient SourcePosition position;

    UnreadableException(SourcePosition position, String message) {
        super(message);
        this.position = position;
    }

    static UnreadableException nestsTooDeeply(SourcePosition position) {
        return new UnreadableException(position, "it nests too deeply");
    }

    SourcePosition position() {
        return position;
    }
}
