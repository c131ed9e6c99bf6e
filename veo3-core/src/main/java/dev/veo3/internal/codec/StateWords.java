// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.RpcError;
import dev.veo3.video.FilterReason;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the service says of an operation in words for people, which may echo what a call carried. */
final class StateWords {

    private StateWords() {}

    /** The same state, each of whose words has gone through the function. */
    static OperationState map(OperationState state, UnaryOperator<String> words) {
        return switch (state) {
            case OperationState.Running running -> new OperationState.Running(words.apply(running.status()));
            case OperationState.Done done -> new OperationState.Done(map(done.outcome(), words));
        };
    }

    private static VideoOutcome map(VideoOutcome outcome, UnaryOperator<String> words) {
        return switch (outcome) {
            case VideoOutcome.Succeeded succeeded -> succeeded;
            case VideoOutcome.PartlyFiltered partly -> new VideoOutcome.PartlyFiltered(partly.videos(),
                    map(partly.reasons(), words), partly.withheld());
            case VideoOutcome.Filtered filtered -> new VideoOutcome.Filtered(map(filtered.reasons(), words));
            case VideoOutcome.Failed failed -> new VideoOutcome.Failed(map(failed.error(), words));
            case VideoOutcome.Empty empty -> empty;
        };
    }

    private static RpcError map(RpcError error, UnaryOperator<String> words) {
        return new RpcError(error.code(), words.apply(error.status()), words.apply(error.message()));
    }

    private static List<FilterReason> map(List<FilterReason> reasons, UnaryOperator<String> words) {
        return reasons.stream().map(reason -> new FilterReason(words.apply(reason.text()), reason.categories()))
                .toList();
    }
}
