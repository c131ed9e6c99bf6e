// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something in a manifest that has to be mended before the batch can run.
 *
 * @param source the manifest's file name as it was given; empty when a program built the manifest
 * @param position where in the file
 * @param job the id of the job that it is about
 * @param message what is wrong, a clause without a full stop
 * @param remedy what to do, a clause without a full stop; may be empty when the message says it
 * @since 1.0
 */
public record Problem(String source, SourcePosition position, Optional<String> job, String message, String remedy) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /**
     * One line for people: {@code jobs.yaml:12:9: job "sunset": what is wrong. What to do.} Control characters that the
     * manifest has are shown by their numbers, so that they do nothing to a terminal.
     */
    public String describe() {
        StringBuilder line = new StringBuilder(source);
        if (position.isKnown()) {
            line.append(':').append(position.line()).append(':').append(position.column());
        }
        if (!line.isEmpty()) {
            line.append(": ");
        }
        job.ifPresent(id -> line.append("job \"").append(id).append("\": "));
        line.append(message).append('.');
        if (!remedy.isEmpty()) {
            line.append(' ').append(remedy).append('.');
        }
        return CONTROL.matcher(line).replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    @Override
    public String toString() {
        return describe();
    }
}
