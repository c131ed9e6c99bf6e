// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobFile;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import dev.veo3.batch.manifest.SourcePosition;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The jobs of a plan in the file of its manifest: each is read again when it is needed, and only its id and a few numbers are kept. */
final class StreamedJobs implements JobTable {
    private final JobFile file;
    private final String source;
    private final PlaceTable places;
    private final Rereading rereading;
    private final IdTable ids;
    private final Facts facts;
    private final Dependencies dependencies;
    private final JobBuilder builder;

    StreamedJobs(String source, JobFile file, PlaceTable places, Rereading rereading, IdTable ids, Facts facts,
            Dependencies dependencies) {
        this.source = source;
        this.file = file;
        this.places = places;
        this.rereading = rereading;
        this.ids = ids;
        this.facts = facts;
        this.dependencies = dependencies;
        this.builder = new JobBuilder(dependencies);
    }

    /** What reading a job again takes. */
    record Rereading(PlanSettings settings, Optional<Path> manifest, Path outputDirectory) {

        Draft draft(JobFile file, PlaceTable places, int job) {
            return draft(file, places, job, new Problems("", List.of()));
        }

        Draft draft(JobFile file, PlaceTable places, int job, Problems problems) {
            DraftReader reader = new DraftReader(settings, false, Inputs.locating(settings, manifest, problems),
                    (output, position, id) -> output.isBlank()
                            ? Optional.empty()
                            : Optional.of(Outputs.path(outputDirectory, output)),
                    problems);
            return reader.read(file.at(places.get(job)), job).orElse(Draft.NOTHING);
        }
    }

    @Override
    public int count() {
        return places.count();
    }

    /**
     * Reads a job.
     *
     * @throws ManifestException when the manifest cannot be read or was changed, or when an input of the job cannot be read
     */
    @Override
    public Job job(int index) {
        try {
            return builder.job(index, this::draft, null);
        } catch (UncheckedIOException e) {
            throw gone(index, "an input cannot be read any more: " + e.getCause(), "Put it back");
        } catch (ManifestException e) {
            throw new ManifestException(e.problems().stream().map(problem -> placed(problem, index)).toList());
        }
    }

    private Draft draft(int index) {
        Problems problems = new Problems(source, List.of());
        Draft draft = rereading.draft(file, places, index, problems);
        if (draft.whole().isEmpty()) {
            throw problems.count() > 0
                    ? new ManifestException(problems.all())
                    : gone(index, "the job is not the one that was planned", "Plan and run the manifest anew");
        }
        return draft;
    }

    private ManifestException gone(int index, String message, String remedy) {
        return new ManifestException(List.of(new Problem(source, new SourcePosition(places.line(index), 1),
                Optional.of(ids.get(index)), message, remedy)));
    }

    /** Says where the job stands of which there is a problem; what is wrong with one before it in its chain has its own place. */
    private Problem placed(Problem problem, int index) {
        SourcePosition own = new SourcePosition(places.line(index), 1);
        SourcePosition position = problem.position().isKnown() ? problem.position() : own;
        Optional<String> job = problem.job().isEmpty() && position.line() == own.line()
                ? Optional.of(ids.get(index))
                : problem.job();
        return new Problem(problem.source(), position, job, problem.message(), problem.remedy());
    }

    @Override
    public Job outline(int index) {
        return facts.outline(index).job(index, ids.get(index), facts.priority(index), dependencies,
                rereading.outputDirectory());
    }

    @Override
    public String id(int index) {
        return ids.get(index);
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    @Override
    public OptionalInt find(String id) {
        return ids.find(id);
    }
}
