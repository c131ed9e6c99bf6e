// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the rules say about a request.
 *
 * @param broken rules that the service is known to enforce: with one of them the request is not sent
 * @param warnings rules that its documents state without confirmation or against each other: the request is sent, and the service
 *            decides
 * @since 1.0
 */
public record RequestCheck(List<RuleViolation> broken, List<RuleViolation> warnings) {

    /** Copies the lists. */
    public RequestCheck {
        broken = List.copyOf(broken);
        warnings = List.copyOf(warnings);
    }

    /** Whether the request may be sent. */
    public boolean isFine() {
        return broken.isEmpty();
    }

    /** Every broken rule, a sentence or two each; empty when there is none. */
    public String describeBroken() {
        return broken.stream().map(RuleViolation::toString).collect(Collectors.joining(" "));
    }
}
