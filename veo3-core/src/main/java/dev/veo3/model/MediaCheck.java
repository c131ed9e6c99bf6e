// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rules say about the files of a request.
 *
 * @param problems with one of them the service refuses the request
 * @param warnings what the service's documents do not promise to take, or do not confirm that they refuse: the service decides
 * @since 1.0
 */
public record MediaCheck(List<MediaProblem> problems, List<MediaProblem> warnings) {

    /** Copies the lists. */
    public MediaCheck {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether the service takes the files, as far as is known. */
    public boolean isFine() {
        return problems.isEmpty();
    }

    /** Collects what is found. */
    static final class Findings {
        private final List<MediaProblem> problems = new ArrayList<>();
        private final List<MediaProblem> warnings = new ArrayList<>();

        void problem(MediaProblem found) {
            problems.add(found);
        }

        void warning(MediaProblem found) {
            warnings.add(found);
        }

        /** A problem, or a warning where the limit behind it is doubted. */
        void add(Optional<Doubt> doubt, MediaProblem found) {
            (doubt.isPresent() ? warnings : problems).add(found);
        }

        MediaCheck check() {
            return new MediaCheck(problems, warnings);
        }
    }
}
