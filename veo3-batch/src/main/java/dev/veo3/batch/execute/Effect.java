// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import dev.veo3.error.ServiceError;
import dev.veo3.video.LastLook;
import java.util.Optional;

/**
 * Something that costs money when it happens, and must therefore happen once.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface Effect {

    /** Does it. Whatever it throws makes the job ambiguous: it is not known then whether it has happened. */
    Ending run() throws InterruptedException;

    /**
     * Does it, like {@link #run()}, with a last look that it can take right before its request leaves. The engine has looked before it
     * calls this; an effect that takes long to come to its request overrides it and looks again, as late as it can. Where there is an
     * obstacle it must not happen, and ends as {@link Ending.NotSent}.
     */
    default Ending run(LastLook look) throws InterruptedException {
        return run();
    }

    /**
     * Where it leaves a trace that no other attempt leaves, by which a {@link Reconciler} can find it; for example a place in Cloud
     * Storage. Asked once for each attempt, before its intent is written down, and written down with it.
     */
    default Optional<String> trace() {
        return Optional.empty();
    }

    /** How an effect ended. */
    sealed interface Ending {

        /**
         * It has happened.
         *
         * @param result what is needed to come back to it, for example the name of an operation
         */
        record Happened(String result) implements Ending {}

        /** The service refused it for certain: it has not happened. */
        record Refused(ServiceError error) implements Ending {}

        /** Nothing reached the service: it has not happened. */
        record NotSent(String reason) implements Ending {}

        /** It is not known whether it has happened. */
        record Unknown(String reason) implements Ending {}
    }
}
