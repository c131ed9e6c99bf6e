// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One job as the user gave it: written in a file, or built by a program. Not checked: the plan does that.
 *
 * @since 1.0
 */
public sealed interface JobSpec {

    /**
     * A job in a file.
     *
     * @param fields everything that was written for it, with defaults and templates worked out
     * @param defaulted those of its options that come from the defaults: they are left out where they do not fit
     * @param problems what was found wrong meanwhile
     */
    record Written(Value.Mapping fields, Set<String> defaulted, List<Problem> problems) implements JobSpec {

        /** Copies the problems and the names. */
        public Written {
            defaulted = Set.copyOf(defaulted);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Something in a file that stands where a job should, and is none.
     *
     * @param problems why, at least one
     */
    record Unreadable(List<Problem> problems) implements JobSpec {

        /** Copies the problems. */
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A job that a program built.
     *
     * @param output the name of the file to write, in the output directory
     * @param terms when it runs, how long, and for how much
     */
    record Built(String id, VideoRequest request, String output, JobTerms terms) implements JobSpec {

        /** Nothing is left out. */
        public Built {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(terms, "terms");
        }

        /** A job on the standard terms. */
        public Built(String id, VideoRequest request, String output) {
            this(id, request, output, JobTerms.standard());
        }
    }

    /**
     * The video that another job of the batch will make, for the request of a job that goes on from it. It stands for
     * {@code ${id.video}} in a manifest file; the plan puts the file in its place.
     */
    static MediaSource videoOf(String id) {
        return MediaSource.file(Path.of(VideoReference.write(id)));
    }
}
