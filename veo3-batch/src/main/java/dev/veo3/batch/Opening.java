// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.plan.BatchPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What a program writes into a journal when it takes up a batch: by it, the journal of another manifest is told apart. */
final class Opening {
    private Opening() {}

    /** The record of a program that takes up a batch now. */
    static Opened of(BatchPlan plan, BatchSettings settings, Instant now) {
        String library = Optional.ofNullable(Opening.class.getPackage().getImplementationVersion()).orElse("");
        return new Opened(now, plan.name(), plan.manifestFile().map(Opening::hash).orElse(""),
                hash(options(plan, settings)), library, UUID.randomUUID().toString());
    }

    /**
     * Refuses the journal of another manifest: one of another name and of another content. A manifest that was edited, or that got another
     * name, is the same; so is whatever cannot be compared, since older journals and built manifests have no hash.
     *
     * @throws JournalException when the journal is another manifest's; nothing was written
     */
    static void requireSameManifest(Opened now, Journal journal) {
        journal.batch().opened().filter(before -> isAnother(before, now)).ifPresent(before -> {
            throw new JournalException("The journal belongs to the manifest \"" + before.manifest()
                    + "\", and this is \""
                    + now.manifest() + "\" with another content. Give this manifest a journal of its own; if it is that"
                    + " one, changed, give it its old name back");
        });
    }

    private static boolean isAnother(Opened before, Opened now) {
        return !before.manifest().equals(now.manifest()) && !before.manifestHash().isEmpty()
                && !now.manifestHash().isEmpty() && !before.manifestHash().equals(now.manifestHash());
    }

    /** What changes how the batch runs, in an order of its own. */
    private static String options(BatchPlan plan, BatchSettings settings) {
        Map<String, RateLimit> rates = new TreeMap<>(settings.limits().modelRates());
        return String.join("\n", "concurrency " + plan.concurrency(), "continue " + plan.continueOnError(),
                "batch size " + plan.batchSize(), "output " + plan.outputDirectory(), "budget " + plan.budget(),
                "deadline " + plan.deadline(), "ambiguity " + settings.ambiguity(),
                "retries " + settings.retries().attempts() + " " + new TreeSet<>(settings.retries().statuses()) + " "
                        + new TreeSet<>(settings.retries().codes()),
                "rate " + settings.limits().rate(), "rates " + rates,
                "adaptive " + settings.limits().adaptive() + " " + settings.limits().latencyBrake(),
                "downloads " + settings.limits().downloads(),
                "longest generation " + settings.limits().longestGeneration());
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty when the file cannot be read any more: then it is not compared. */
    private static String hash(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            return "";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
