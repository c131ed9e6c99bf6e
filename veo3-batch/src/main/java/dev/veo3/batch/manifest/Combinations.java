// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every row of a table with every combination of a matrix, in the order in which they are written: the last variable of the matrix
 * changes first.
 *
 * @param rows one empty row where there is no table
 */
record Combinations(List<Map<String, String>> rows, Map<String, List<String>> matrix) {

    /** How many there are; the largest number when they are more. */
    long count() {
        long count = rows.size();
        for (List<String> values : matrix.values()) {
            count = count > Integer.MAX_VALUE ? count : count * values.size();
        }
        return count;
    }

    /** Gives each one: the variables by their names. */
    void each(Consumer<Map<String, String>> take) {
        if (count() == 0) {
            return;
        }
        List<String> names = new ArrayList<>(matrix.keySet());
        int[] choice = new int[names.size()];
        for (Map<String, String> row : rows) {
            do {
                Map<String, String> variables = new LinkedHashMap<>(row);
                for (int i = 0; i < choice.length; i++) {
                    variables.put(names.get(i), matrix.getOrDefault(names.get(i), List.of()).get(choice[i]));
                }
                take.accept(variables);
            } while (advance(choice, names));
        }
    }

    private boolean advance(int[] choice, List<String> names) {
        for (int i = choice.length - 1; i >= 0; i--) {
            choice[i]++;
            if (choice[i] < matrix.getOrDefault(names.get(i), List.of()).size()) {
                return true;
            }
            choice[i] = 0;
        }
        return false;
    }
}
