// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.profile.BatchProfiler;
import dev.veo3.batch.profile.ProfileException;
import dev.veo3.batch.profile.Profiling;
import java.io.PrintWriter;
import java.util.Optional;

/** Records a batch when that is wanted, and tells where the recordings are. */
final class ProfileView implements AutoCloseable {
    private final Optional<Profiling> profiling;
    private final PrintWriter err;
    private boolean kept = true;

    private ProfileView(Optional<Profiling> profiling, PrintWriter err) {
        this.profiling = profiling;
        this.err = err;
    }

    static ProfileView start(Optional<BatchProfiler> profiler, PrintWriter err) {
        return new ProfileView(profiler.map(BatchProfiler::start), err);
    }

    /** Ends the recordings; whether they were written. What came of the batch is not lost with them. */
    boolean end() {
        try {
            profiling.ifPresent(Profiling::close);
        } catch (ProfileException e) {
            err.println(e.getMessage());
            kept = false;
        }
        return kept;
    }

    @Override
    public void close() {
        end();
    }
}
