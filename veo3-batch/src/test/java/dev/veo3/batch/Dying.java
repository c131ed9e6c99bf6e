// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.JobContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A process that is gone in the middle of a submission: what its journal holds then is kept, and nothing behind it counts. */
record Dying(JobContext context, Path journal, boolean accepted) implements JobContext {

    @Override
    public String once(String step, Effect effect) throws InterruptedException {
        return context.once(step, new Effect() {
            @Override
            public Optional<String> trace() {
                return effect.trace();
            }

            @Override
            public Ending run() throws InterruptedException {
                if (accepted) {
                    effect.run();
                }
                try {
                    Files.copy(journal, journal.resolveSibling("killed.journal"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return new Ending.NotSent("the process is gone");
            }
        });
    }

    @Override
    public int attempt(String step) {
        return context.attempt(step);
    }

    @Override
    public <T> T download(Transfer<T> transfer) throws InterruptedException {
        return context.download(transfer);
    }

    @Override
    public void generated(List<String> uris, Optional<Instant> expires) {
        context.generated(uris, expires);
    }

    @Override
    public void downloaded(Path file) {
        context.downloaded(file);
    }

    @Override
    public boolean isStopping() {
        return context.isStopping();
    }
}
