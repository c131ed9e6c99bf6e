// SPDX-License-Identifier: Apache-2.0
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
     * for, and the service may make fewer without a word: see {@link VideoOutcome#ofRequested}.
     */
    record Succeeded(List<GeneratedVideo> videos) implements VideoOutcome {

        /** Copies the list. */
        public Succeeded {
            videos = List.copyOf(videos);
        }
    }

    /**
     * Some videos; the others were held back by the safety filters.
     *
     * @param reasons why, in the service's words; empty when it did not say
     * @param withheld how many were held back, as the service counts them or as {@link VideoOutcome#ofRequested} does; 0 when nobody has
     *            counted them
     */
    record PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons, int withheld)
            implements
                VideoOutcome {

        /** Copies the lists. The number is not negative. */
        public PartlyFiltered {
            videos = List.copyOf(videos);
            reasons = List.copyOf(reasons);
            if (withheld < 0) {
                throw new IllegalArgumentException("No filter holds back " + withheld + " videos");
            }
        }

        /** Of which nobody has counted those that were held back. */
        public PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons) {
            this(videos, reasons, 0);
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

    /**
     * The same to whoever knows how many videos were asked for: an operation does not know it, and neither does a process that comes back
     * to a stored name. Fewer videos than were asked for mean that filters held the others back, also when the service does not say so
     * (its responsible-AI guidelines for Veo). A count of the service's own is kept.
     *
     * @param samples how many were asked for, at least 1: {@link VideoRequest#samples}
     */
    default VideoOutcome ofRequested(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("Nobody asks for " + samples + " videos");
        }
        return switch (this) {
            case Succeeded(List<GeneratedVideo> videos) when videos.size() < samples ->
                new PartlyFiltered(videos, List.of(), samples - videos.size());
            case PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons, int withheld) when withheld == 0 ->
                new PartlyFiltered(videos, reasons, Math.max(0, samples - videos.size()));
            case Succeeded succeeded -> succeeded;
            case PartlyFiltered partly -> partly;
            case Filtered filtered -> filtered;
            case Failed failed -> failed;
            case Empty empty -> empty;
        };
    }
}
