// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one catalogue file. */
final class CatalogProblems {
    private final String source;
    private final List<String> all = new ArrayList<>();

    CatalogProblems(String source) {
        this.source = source;
    }

    /** A problem beside which reading goes on. */
    void add(int line, String message, String remedy) {
        all.add(source + ":" + line + ": " + message + ". " + remedy + ".");
    }

    /** A problem behind which nothing can be read. */
    CatalogException fatal(int line, String message, String remedy) {
        add(line, message, remedy);
        return new CatalogException(all);
    }

    /**
     * Ends the reading.
     *
     * @throws CatalogException when there was a problem
     */
    void throwIfAny() {
        if (!all.isEmpty()) {
            throw new CatalogException(all);
        }
    }
}
