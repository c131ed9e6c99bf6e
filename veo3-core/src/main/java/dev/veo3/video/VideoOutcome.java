package dev.veo3.video;

import dev.veo3.error.RpcError;
import java.util.List;

/**
 * How an accepted request ended. A switch over it has no default.
 *
 * @since 1.0
 */
public sealed interface VideoOutcome {

    /**
     * Every video that the answer holds, of which no filter is said to have held one back. An operation does not know how many were asked
     * for: whoever asked for several compares: the service may make fewer without a word.
     */
    record Succeeded(List<GeneratedVideo> videos) implements VideoOutcome {

        /** Copies the list. */
        public Succeeded {
            videos = List.copyOf(videos);
        }
    }

    /** Some videos; the others were held back by the safety filters. */
    record PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons) implements VideoOutcome {

        /** Copies the lists. */
        public PartlyFiltered {
            videos = List.copyOf(videos);
            reasons = List.copyOf(reasons);
        }
    }

    /** Every video was held back by the safety filters. The service does not charge for it. */
    record Filtered(List<FilterReason> reasons) implements VideoOutcome {

        /** Copies the list. */
        public Filtered {
            reasons = List.copyOf(reasons);
        }
    }

    /** The operation ended with an error. */
    record Failed(RpcError error) implements VideoOutcome {}

    /** The operation ended without videos, without an error and without a filter's reason. Whether it is billed is not known. */
    record Empty() implements VideoOutcome {}
}
