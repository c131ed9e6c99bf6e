package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.Problem;
import dev.veo3.batch.manifest.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one manifest. */
final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator
            .comparingInt((Problem problem) -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final String source;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Problems(String source, List<Problem> found) {
        this.source = source;
        problems.addAll(found);
    }

    void add(SourcePosition position, Optional<String> job, String message, String remedy) {
        problems.add(new Problem(source, position, job, message, remedy));
    }

    void warn(SourcePosition position, Optional<String> job, String message, String remedy) {
        warnings.add(new Problem(source, position, job, message, remedy));
    }

    /** In the order of the file. */
    List<Problem> all() {
        return problems.stream().sorted(BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
