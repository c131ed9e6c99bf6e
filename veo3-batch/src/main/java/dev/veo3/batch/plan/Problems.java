// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.Problem;
import dev.veo3.batch.manifest.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is wrong with one manifest, up to a thousand findings of a kind: nobody reads on, and a small file whose aliases
 * repeat one mistake must not fill the memory.
 */
final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator
            .comparingInt((Problem problem) -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private static final int MOST = 1_000;

    private final String source;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private boolean isMoreWrong;
    private boolean isMoreDoubtful;

    Problems(String source, List<Problem> found) {
        this.source = source;
        problems.addAll(found.stream().limit(MOST).toList());
        isMoreWrong = found.size() > MOST;
    }

    void add(SourcePosition position, Optional<String> job, String message, String remedy) {
        add(new Problem(source, position, job, message, remedy));
    }

    void add(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        } else {
            isMoreWrong = true;
        }
    }

    void warn(SourcePosition position, Optional<String> job, String message, String remedy) {
        if (warnings.size() < MOST) {
            warnings.add(new Problem(source, position, job, message, remedy));
        } else {
            isMoreDoubtful = true;
        }
    }

    /** In the order of the file. */
    List<Problem> all() {
        return sorted(problems, isMoreWrong, "problems");
    }

    List<Problem> warnings() {
        return sorted(warnings, isMoreDoubtful, "warnings");
    }

    /** How many problems there are. */
    int count() {
        return problems.size();
    }

    /** Whether it is no use to look for more problems. */
    boolean isFull() {
        return problems.size() >= MOST;
    }

    private List<Problem> sorted(List<Problem> found, boolean isMore, String what) {
        List<Problem> all = new ArrayList<>(found.stream().sorted(BY_PLACE).toList());
        if (isMore) {
            all.add(new Problem(source, SourcePosition.NONE, Optional.empty(), "there are more " + what
                    + " than the " + MOST + " that are listed", "See to these first"));
        }
        return List.copyOf(all);
    }
}
