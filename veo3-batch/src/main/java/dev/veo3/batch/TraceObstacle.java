// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.video.VideoRequest;
import java.util.Optional;
import java.util.function.Function;

/** What keeps attempts of unknown fate from being looked for, for the plan. */
final class TraceObstacle {

    private TraceObstacle() {}

    /** By request; there is none where nobody looks. */
    static Function<VideoRequest, Optional<String>> of(AmbiguityPolicy policy, Executor executor) {
        return switch (policy) {
            case AmbiguityPolicy.Park() -> request -> Optional.empty();
            case AmbiguityPolicy.Resubmit(var upTo) -> request -> Optional.empty();
            case AmbiguityPolicy.Reconcile() -> executor instanceof Reconciler reconciler
                    ? reconciler::obstacle
                    : request -> Optional.of("the executor cannot look for traces");
        };
    }
}
