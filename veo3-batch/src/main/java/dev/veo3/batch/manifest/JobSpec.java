package dev.veo3.batch.manifest;

import dev.veo3.video.VideoRequest;
import java.util.Objects;

/** One job as the user gave it: written in a file, or built by a program. Not checked: the plan does that. */
public sealed interface JobSpec {

    /**
     * A job in a file.
     *
     * @param fields everything that was written for it
     */
    record Written(Value.Mapping fields) implements JobSpec {}

    /**
     * A job that a program built.
     *
     * @param output the name of the file to write, in the output directory
     */
    record Built(String id, VideoRequest request, String output) implements JobSpec {

        /** Nothing is left out. */
        public Built {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(output, "output");
        }
    }
}
