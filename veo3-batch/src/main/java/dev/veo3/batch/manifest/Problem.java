package dev.veo3.batch.manifest;

import java.util.Optional;

/**
 * Something in a manifest that has to be mended before the batch can run.
 *
 * @param source the manifest's file name as it was given; empty when a program built the manifest
 * @param position where in the file
 * @param job the id of the job that it is about
 * @param message what is wrong, a clause without a full stop
 * @param remedy what to do, a clause without a full stop; may be empty when the message says it
 */
public record Problem(String source, SourcePosition position, Optional<String> job, String message, String remedy) {

    /** One line for people: {@code jobs.yaml:12:9: job "sunset": what is wrong. What to do.} */
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
        return line.toString();
    }

    @Override
    public String toString() {
        return describe();
    }
}
