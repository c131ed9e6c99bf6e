// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the name that was probably meant.
 *
 * @since 1.0
 */
public final class NearestName {

    private NearestName() {}

    /** The known name that differs in the fewest letters, if they are few; capitals count as small letters. */
    public static Optional<String> of(String written, Collection<String> known) {
        // A name of a hundred letters is no slip of the pen, and comparing it would cost memory.
        int most = written.length() > 40 ? 0 : Math.max(1, written.length() / 3);
        if (most == 0) {
            return Optional.empty();
        }
        String small = written.toLowerCase(Locale.ROOT);
        return known.stream().sorted().min(Comparator.comparingInt(name -> distance(small, name)))
                .filter(name -> distance(small, name) <= most);
    }

    /** What to write instead of an unknown name. */
    public static String remedy(String written, Collection<String> known) {
        return of(written, known).map(name -> "Write \"" + name + "\" if that is meant")
                .orElseGet(() -> "It may be one of " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** How many letters have to be put in, taken out, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(a, i, b, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, int i, String b, int j, int[][] cost) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int change = cost[i - 1][j - 1] + (same ? 0 : 1);
        int best = Math.min(change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
