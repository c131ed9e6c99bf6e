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
import java.util.Set;

/** The jobs of a plan in the file of its manifest: each is read again when it is needed. */
final class StreamedJobs implements JobTable {
    private final JobFile file;
    private final String source;
    private final PlaceTable places;
    private final Rereading rereading;
    private final Names ids;
    private final JobBuilder builder;

    StreamedJobs(String source, JobFile file, PlaceTable places, Rereading rereading, Fingerprints ids,
            Dependencies dependencies) {
        this.source = source;
        this.file = file;
        this.places = places;
        this.rereading = rereading;
        this.ids = new Names.Compact(ids, Fingerprints::of, job -> idsOf(draft(job)));
        this.builder = new JobBuilder(dependencies);
    }

    /** What reading a job again takes. */
    record Rereading(PlanSettings settings, Optional<Path> manifest, Path outputDirectory) {

        Draft draft(JobFile file, PlaceTable places, int job) {
            Problems problems = new Problems("", List.of());
            DraftReader reader = new DraftReader(settings, false, Inputs.locating(settings, manifest, problems),
                    (output, position, id) -> output.isBlank()
                            ? Optional.empty()
                            : Optional.of(Outputs.path(outputDirectory, output)),
                    problems);
            return reader.read(file.at(places.get(job)), job).orElse(Draft.NOTHING);
        }
    }

    static Set<String> idsOf(Draft draft) {
        return draft.id().map(Set::of).orElse(Set.of());
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
            throw new ManifestException(
                    List.of(new Problem(source, new SourcePosition(places.get(index).line(), 1), draft(index).id(),
                            "an input cannot be read any more: " + e.getCause(), "Put it back")));
        }
    }

    private Draft draft(int index) {
        return rereading.draft(file, places, index);
    }

    @Override
    public OptionalInt find(String id) {
        return ids.find(id);
    }
}
