// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what the rules find in one request. */
final class RuleFindings {
    private final List<RuleViolation> broken = new ArrayList<>();
    private final List<RuleViolation> warnings = new ArrayList<>();

    void broken(RequestPart part, String message, String remedy) {
        broken.add(new RuleViolation(part, message, remedy));
    }

    void warning(RequestPart part, String message, String remedy) {
        warnings.add(new RuleViolation(part, message, remedy));
    }

    /** A rule that is broken, or a warning where what it rests on is not confirmed. */
    void brokenUnless(Optional<Doubt> doubt, RequestPart part, String message, String remedy) {
        if (doubt.isPresent()) {
            warning(part, message + " as far as is known (" + doubt.get().reason() + ")", remedy);
        } else {
            broken(part, message, remedy);
        }
    }

    RequestCheck check() {
        return new RequestCheck(broken, warnings);
    }
}
