// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.bench.report.Comparison;
import dev.veo3.bench.report.Figures;
import dev.veo3.bench.report.Goals;
import java.nio.file.Path;
import java.util.List;

/**
 * Two runs beside each other: {@code java -cp target/benchmarks.jar dev.veo3.bench.Compare old.json new.json} prints, for each
 * benchmark that both have, new over old with its confidence interval, in Markdown.
 *
 * <p>
 * With {@code --goals 1.2} before the files it compares ratios within each run instead (ours over its bound, for each goal), which
 * mean the same on any machine, and ends with 1 if one of them is more than 1.2 times what it was.
 */
public final class Compare {
    private static final String USAGE = "Usage: Compare [--goals <how much worse a ratio may be, e.g. 1.2>] old.json new.json";

    private Compare() {}

    /** The program. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** Prints the comparison, and returns how the program ends: 0, 1 if a ratio is worse, 2 if the arguments are wrong. */
    static int run(List<String> args) {
        try {
            if (args.size() == 2) {
                System.out.print(Comparison.table(read(args.get(0)), read(args.get(1))));
                return 0;
            }
            if (args.size() == 4 && "--goals".equals(args.get(0))) {
                List<String> worse = Goals.worse(read(args.get(2)), read(args.get(3)), factor(args.get(1)));
                worse.forEach(System.out::println);
                System.out.println(worse.isEmpty() ? "No ratio is worse than that." : worse.size() + " worse");
                return worse.isEmpty() ? 0 : 1;
            }
            System.err.println(USAGE);
            return 2;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    private static Figures read(String file) {
        return Figures.read(Path.of(file));
    }

    private static double factor(String text) {
        try {
            double factor = Double.parseDouble(text);
            if (factor >= 1) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("--goals takes a number of at least 1, such as 1.2, not " + text);
    }
}
