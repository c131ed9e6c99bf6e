// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one job say, taken together. Nothing but {@link #then} makes one from another, so the same records give
 * the same history whatever keeps them.
 *
 * @param specHash the spec hash with which the job was taken up last
 * @param price what it costs when all of its videos succeed
 * @param steps for each step the record that counts: the last one of its last attempt, or the one that brought its result
 * @param extras attempts besides the one that counts, each of which the service may charge: those of unknown fate that were followed by
 *            another or given up, results that came for such an attempt, and a second result of one attempt
 * @param generated where the service keeps the videos of the last attempt
 * @param downloads the videos of the last attempt that are in their places
 * @param ended how the job came to rest; empty while it has not, or has been taken up again
 * @param prices what attempts cost that were made when the job had another price
 * @param retried how long attempts took, since the job was taken up, that were not sent or refused for another reason than a quota, with
 *            the pauses after them, until the first one that has happened
 * @since 1.0
 */
public record JobHistory(String job, Optional<String> specHash, Optional<Usd> price, List<StepRecord> steps,
        List<StepRecord> extras, Optional<Generated> generated, List<Downloaded> downloads, Optional<Ended> ended,
        List<AttemptPrice> prices, Duration retried) {

    /** A history without attempts that came to nothing. */
    public JobHistory(String job, Optional<String> specHash, Optional<Usd> price, List<StepRecord> steps,
            List<StepRecord> extras, Optional<Generated> generated, List<Downloaded> downloads, Optional<Ended> ended,
            List<AttemptPrice> prices) {
        this(job, specHash, price, steps, extras, generated, downloads, ended, prices, Duration.ZERO);
    }

    /** Copies the lists. */
    public JobHistory {
        steps = List.copyOf(steps);
        extras = List.copyOf(extras);
        downloads = List.copyOf(downloads);
        prices = List.copyOf(prices);
    }

    /** What one attempt cost, or may have. */
    public record AttemptPrice(String step, int attempt, Usd price) {

        boolean isOf(StepRecord record) {
            return record.step().equals(step) && record.attempt() == attempt;
        }
    }

    /** The history of a job of which nothing is recorded. */
    public static JobHistory none(String job) {
        return new JobHistory(job, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(),
                List.of(), Optional.empty(), List.of());
    }

    /** What an attempt cost, or may have, by the price that the job had then; empty when that is not known. */
    public Optional<Usd> price(StepRecord attempt) {
        return prices.stream().filter(known -> known.isOf(attempt)).map(AttemptPrice::price).findFirst()
                .or(() -> price);
    }

    /** The record that counts for a step: how it stands. Empty when it has not been tried. */
    public Optional<StepRecord> last(String step) {
        for (StepRecord record : steps) {
            if (record.step().equals(step)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    /** The number of the next attempt at a step. */
    public int nextAttempt(String step) {
        return last(step).map(record -> record.attempt() + 1).orElse(1);
    }

    /** What is needed to come back to a step, when it has happened: then it is not done again. */
    public Optional<String> result(String step) {
        return last(step).flatMap(StepRecord::knownResult);
    }

    /** Whether it is not known if a step has happened: then it must not simply be done again. */
    public boolean isInDoubt(String step) {
        return last(step).filter(record -> doubt(record) != null).isPresent();
    }

    /**
     * The attempts that count now and that the service may have charged: they become extras when the job is changed. An attempt at a
     * job that failed, or that a filter held back, is not charged.
     */
    public List<StepRecord> charged() {
        boolean isFree = ended.map(Ended::outcome).filter(Set.of("failed", "filtered")::contains).isPresent();
        return steps.stream()
                .filter(step -> doubt(step) != null || (step.knownResult().isPresent() && !isFree)).toList();
    }

    /** Where the job stands. */
    public JobState state() {
        return new JobState(phase(), ended.map(Ended::outcome), specHash.map(Fingerprint::of).orElse(Fingerprint.NONE));
    }

    private Phase phase() {
        if (ended.isPresent()) {
            return Phase.ENDED;
        }
        if (any(record -> doubt(record) == Phase.SUBMITTING)) {
            return Phase.SUBMITTING;
        }
        if (any(record -> doubt(record) == Phase.AMBIGUOUS)) {
            return Phase.AMBIGUOUS;
        }
        if (any(record -> record.knownResult().isPresent())) {
            return Phase.SUBMITTED;
        }
        return isNone() ? Phase.NEW : Phase.ADMITTED;
    }

    /** Whether nothing is recorded. */
    boolean isNone() {
        return specHash.isEmpty() && price.isEmpty() && ended.isEmpty() && isUntouched();
    }

    /** Whether nothing is recorded but that the job was taken up. */
    boolean isOnlyAdmitted() {
        return specHash.isPresent() && ended.isEmpty() && isUntouched();
    }

    private boolean isUntouched() {
        return steps.isEmpty() && extras.isEmpty() && generated.isEmpty() && downloads.isEmpty();
    }

    private boolean any(Predicate<StepRecord> predicate) {
        return steps.stream().anyMatch(predicate);
    }

    private static @Nullable Phase doubt(StepRecord record) {
        return switch (record) {
            case Submitting s -> Phase.SUBMITTING;
            case Ambiguous a -> Phase.AMBIGUOUS;
            case Submitted s -> null;
            case Rejected r -> null;
            case Resolved r -> null;
        };
    }

    /**
     * The history with one more record.
     *
     * @throws IllegalArgumentException when the record is another job's
     */
    public JobHistory then(JobRecord record) {
        if (!record.job().equals(job)) {
            throw new IllegalArgumentException("A record of job " + record.job() + " is none of job " + job);
        }
        return with(record, Setbacks.after(this, record));
    }

    private JobHistory with(JobRecord record, Duration time) {
        JobHistory next = following(record);
        return next.retried.equals(time)
                ? next
                : new JobHistory(job, next.specHash, next.price, next.steps, next.extras, next.generated,
                        next.downloads, next.ended, next.prices, time);
    }

    private JobHistory following(JobRecord record) {
        return switch (record) {
            case Admitted a -> then(a);
            case StepRecord step -> then(step);
            case Generated g -> new JobHistory(job, specHash, price, steps, extras, Optional.of(g), downloads,
                    Optional.empty(), prices);
            case Downloaded d -> new JobHistory(job, specHash, price, steps, extras, generated,
                    replaced(downloads, old -> old.file().equals(d.file()), d), Optional.empty(), prices);
            case Ended e -> new JobHistory(job, specHash, price, steps, extras, generated, downloads, Optional.of(e),
                    prices);
        };
    }

    /** Under another hash it is another job: what was done for the old one counts no more, only its attempts' numbers do. */
    private JobHistory then(Admitted next) {
        if (specHash.isEmpty() || specHash.get().equals(next.specHash())) {
            return new JobHistory(job, Optional.of(next.specHash()), next.price(), steps, extras, generated, downloads,
                    Optional.empty(), pricesBefore(next));
        }
        List<StepRecord> closed = steps.stream().<StepRecord>map(step -> new Resolved(job, next.time(), step.step(),
                step.attempt(), new Verdict.ByHand("the job was changed"))).toList();
        List<StepRecord> more = extras;
        for (StepRecord step : charged()) {
            more = withExtra(more, step);
        }
        return new JobHistory(job, Optional.of(next.specHash()), next.price(), closed, more, Optional.empty(),
                List.of(), Optional.empty(), pricesBefore(next));
    }

    /** Under another price, what was attempted before keeps the one that it had. */
    private List<AttemptPrice> pricesBefore(Admitted next) {
        if (price.isEmpty() || price.equals(next.price())) {
            return prices;
        }
        return Stream.concat(steps.stream(), extras.stream())
                .filter(attempt -> doubt(attempt) != null || attempt.knownResult().isPresent())
                .map(attempt -> new AttemptPrice(attempt.step(), attempt.attempt(), price(attempt).orElseThrow()))
                .distinct().toList();
    }

    private JobHistory then(StepRecord next) {
        Optional<StepRecord> last = last(next.step());
        Optional<String> known = last.flatMap(StepRecord::knownResult);
        int order = last.map(record -> Integer.compare(next.attempt(), record.attempt())).orElse(1);
        if (order < 0 || (order == 0 && (known.isPresent() || last.filter(JobHistory::isGivenUp).isPresent()))) {
            return late(next, order == 0 ? known : Optional.empty());
        }
        List<StepRecord> now = replaced(steps, record -> record.step().equals(next.step()), next);
        List<StepRecord> more = last.filter(record -> doubt(record) != null && (order > 0 || isGivenUp(next)))
                .map(record -> withExtra(extras, record)).orElse(extras);
        // The videos of an attempt go with it.
        return known.isPresent()
                ? new JobHistory(job, specHash, price, now, more, Optional.empty(), List.of(), Optional.empty(), prices)
                : new JobHistory(job, specHash, price, now, more, generated, downloads, Optional.empty(), prices);
    }

    /** Whether a person, or a change of the job, has decided that another attempt takes the place of this one. */
    private static boolean isGivenUp(StepRecord record) {
        return record instanceof Resolved resolved && resolved.verdict() instanceof Verdict.ByHand;
    }

    /** What comes too late to count changes nothing but what there is to pay. */
    private JobHistory late(StepRecord next, Optional<String> known) {
        Optional<String> result = next.knownResult();
        if (result.isPresent()) {
            return result.equals(known) ? this : with(withExtra(extras, next));
        }
        boolean isCertain = next instanceof Rejected
                || (next instanceof Resolved resolved && resolved.verdict() instanceof Verdict.Absent);
        return isCertain
                ? with(extras.stream().filter(extra -> !isSameAttempt(extra, next) || doubt(extra) == null).toList())
                : this;
    }

    private JobHistory with(List<StepRecord> more) {
        return new JobHistory(job, specHash, price, steps, more, generated, downloads, ended, prices);
    }

    /** The extras with one more: a result takes the place of the doubt about its attempt, and is there once. */
    private static List<StepRecord> withExtra(List<StepRecord> extras, StepRecord next) {
        if (extras.stream().anyMatch(extra -> isSameAttempt(extra, next)
                && (next.knownResult().isEmpty() || extra.knownResult().equals(next.knownResult())))) {
            return extras;
        }
        List<StepRecord> more = new ArrayList<>(extras);
        more.removeIf(extra -> isSameAttempt(extra, next) && extra.knownResult().isEmpty());
        more.add(next);
        return more;
    }

    private static boolean isSameAttempt(StepRecord one, StepRecord other) {
        return one.step().equals(other.step()) && one.attempt() == other.attempt();
    }

    private static <T> List<T> replaced(List<T> all, Predicate<T> old, T by) {
        if (all.isEmpty() || (all.size() == 1 && old.test(all.getFirst()))) {
            return List.of(by);
        }
        List<T> now = new ArrayList<>(all);
        now.removeIf(old);
        now.add(by);
        return now;
    }
}
