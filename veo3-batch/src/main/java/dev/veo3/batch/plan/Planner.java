// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobFile;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.model.Usd;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one plan. */
final class Planner {
    private final BatchManifest manifest;
    private final PlanSettings settings;
    private final Problems problems;
    private final Inputs inputs;
    private final DraftReader reader;
    private final Path outputDirectory;
    private final Traces traces;
    private final Links links = new Links();
    private final KnownIds known = new KnownIds();
    private final Facts facts = new Facts();

    Planner(BatchManifest manifest, PlanSettings settings) {
        this.manifest = manifest;
        this.settings = settings;
        this.problems = new Problems(manifest.source(), manifest.problems());
        this.traces = new Traces(settings.untraceable());
        this.inputs = Inputs.looking(settings, manifest.file(), problems);
        this.outputDirectory = settings.outputDirectory().orElseGet(this::writtenOutputDirectory);
        this.reader = new DraftReader(settings, settings.budget().or(manifest::budget).isPresent(), inputs,
                new Outputs(outputDirectory, problems), problems);
    }

    private Path writtenOutputDirectory() {
        try {
            return settings.workingDirectory().resolve(manifest.outputDirectory().orElse(""));
        } catch (InvalidPathException e) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the output directory \"" + manifest.outputDirectory()
                    .orElse("") + "\" is no path: " + e.getReason(), "Name a directory");
            return settings.workingDirectory();
        }
    }

    BatchPlan plan() {
        atLeastOne(manifest.concurrency(), "concurrency");
        atLeastOne(manifest.batchSize(), "batch size");
        return manifest.jobFile().map(this::streamed).orElseGet(this::inMemory);
    }

    private BatchPlan inMemory() {
        List<Draft> drafts = new ArrayList<>();
        Map<String, Integer> indices = new HashMap<>();
        Names ids = new Names.InMemory(indices);
        OutputClaims claims = claims(drafts::get, jobs -> new Names.InMemory());
        try (Stream<JobSpec> specs = manifest.jobs()) {
            specs.takeWhile(spec -> !problems.isFull()).forEach(spec -> {
                Draft draft = reader.read(spec, drafts.size()).orElse(Draft.NOTHING);
                drafts.add(draft);
                take(drafts.size() - 1, draft, ids, claims);
            });
        }
        Dependencies dependencies = finish(drafts.size(), ids, drafts::get);
        return plan(new JobList(jobs(drafts, dependencies), indices), dependencies);
    }

    private List<Job> jobs(List<Draft> drafts, Dependencies dependencies) {
        JobBuilder builder = new JobBuilder(dependencies);
        @Nullable
        Job[] made = new @Nullable Job[drafts.size()];
        List<Job> jobs = new ArrayList<>(made.length);
        for (int i = 0; i < made.length; i++) {
            try {
                jobs.add(builder.job(i, drafts::get, made));
            } catch (UncheckedIOException e) {
                Draft draft = drafts.get(i);
                problems.add(draft.places().key("options"), draft.id(), "an input cannot be read: " + e.getCause(),
                        "Correct the path, or the permissions");
            }
        }
        refuse();
        return jobs;
    }

    private BatchPlan streamed(JobFile file) {
        PlaceTable places = new PlaceTable();
        StreamedJobs.Rereading rereading = new StreamedJobs.Rereading(settings, manifest.file(), outputDirectory);
        DraftCache drafts = new DraftCache(job -> rereading.draft(file, places, job));
        IdTable ids = new IdTable();
        OutputClaims claims = claims(drafts, Names.Compact::new);
        try (Stream<JobFile.Entry> entries = file.entries()) {
            entries.takeWhile(entry -> !problems.isFull()).forEach(entry -> {
                int job = places.count();
                places.add(entry.place());
                Draft draft = reader.read(entry.job(), job).orElse(Draft.NOTHING);
                drafts.put(job, draft);
                take(job, draft, ids, claims);
            });
        }
        Dependencies dependencies = finish(places.count(), ids, drafts);
        places.trim();
        ids.trim();
        return plan(new StreamedJobs(manifest.source(), file, places, rereading, ids, facts, dependencies),
                dependencies);
    }

    private OutputClaims claims(IntFunction<Draft> drafts,
            Function<IntFunction<Set<String>>, Names> names) {
        Set<Path> own = new HashSet<>();
        manifest.file().ifPresent(own::add);
        own.add(outputDirectory.resolve(BatchPlan.nameOf(manifest) + ".journal"));
        return new OutputClaims(outputDirectory, own, drafts, names, problems);
    }

    /** Takes its places for a job, whatever else is wrong with it: two jobs with one output are found at once. */
    private void take(int job, Draft draft, Names ids, OutputClaims claims) {
        draft.id().ifPresent(id -> {
            OptionalInt earlier = ids.put(id, job);
            if (earlier.isPresent()) {
                problems.add(draft.places().key("id"), draft.id(),
                        "job number " + (earlier.getAsInt() + 1) + " has the same id",
                        "Give each job an id of its own");
            } else {
                known.add(id);
            }
        });
        claims.add(job, draft);
        links.add(job, draft);
        draft.whole().ifPresent(whole -> {
            traces.look(whole.request(), draft.id());
            facts.add(whole, draft.terms().priority());
        });
    }

    /** Checks what jobs have to do with each other. */
    private Dependencies finish(int jobs, Names ids, IntFunction<Draft> drafts) {
        if (jobs == 0 && manifest.problems().isEmpty()) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the manifest has no jobs", "Add at least one");
        }
        int before = problems.count();
        Dependencies dependencies = links.resolve(ids, known, jobs, drafts, problems);
        if (problems.count() == before) {
            new Chains(settings.platform(), dependencies, drafts, inputs::known, problems).check(jobs);
        }
        refuse();
        return dependencies;
    }

    private BatchPlan plan(JobTable jobs, Dependencies dependencies) {
        traces.report(problems);
        warnOfBudget();
        return new BatchPlan(manifest, settings, outputDirectory, jobs, facts, dependencies, problems.warnings());
    }

    private void warnOfBudget() {
        Usd cost = facts.costs().values().stream().reduce(Usd.ZERO, Usd::plus);
        settings.budget().or(manifest::budget).filter(budget -> cost.micros() > budget.micros())
                .ifPresent(budget -> problems.warn(SourcePosition.NONE, Optional.empty(), "the jobs cost " + cost
                        + " when all succeed, and the budget is " + budget,
                        "Raise the budget, or jobs that it does not allow are skipped"));
    }

    private void refuse() {
        if (problems.count() > 0) {
            throw new ManifestException(problems.all());
        }
    }

    private void atLeastOne(OptionalInt number, String what) {
        if (number.isPresent() && number.getAsInt() < 1) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the " + what + " is " + number.getAsInt(),
                    "Give at least 1");
        }
    }
}
