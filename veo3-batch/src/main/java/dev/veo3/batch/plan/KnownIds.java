// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ids of a manifest, as long as they are few enough to look for the one that was probably meant. */
final class KnownIds {
    // To find the nearest of more ids for each unknown one takes long.
    private static final int MOST_COMPARED = 10_000;

    private List<String> ids = new ArrayList<>();
    private boolean tooMany;

    void add(String id) {
        if (tooMany) {
            return;
        }
        ids.add(id);
        if (ids.size() > MOST_COMPARED) {
            tooMany = true;
            ids = List.of();
        }
    }

    Optional<String> nearest(String written) {
        return NearestName.of(written, ids);
    }
}
