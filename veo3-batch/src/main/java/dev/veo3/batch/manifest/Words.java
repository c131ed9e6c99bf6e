// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

/**
 * Short texts that stand in a document over and over, such as its keys and the names of models: of those that were met lately, the
 * string that was met first takes the place of the others. Not thread-safe.
 */
final class Words {
    private static final int PLACES = 256;
    private static final int LONGEST = 32;

    private final String[] places = new String[PLACES];

    Words() {
        for (String key : JobKeys.ALL) {
            places[place(key)] = key;
        }
        for (String option : JobKeys.OPTIONS) {
            places[place(option)] = option;
        }
    }

    /** An equal text. */
    String known(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int place = place(text);
        String met = places[place];
        if (text.equals(met)) {
            return met;
        }
        places[place] = text;
        return text;
    }

    private static int place(String text) {
        int hash = text.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PLACES - 1);
    }
}
