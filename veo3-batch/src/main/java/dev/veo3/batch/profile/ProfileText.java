// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.ProfileDiff.ClassGrowth;
import dev.veo3.batch.profile.ProfileDiff.KeptGrowth;
import dev.veo3.batch.profile.ProfileDiff.SiteGrowth;
import java.util.List;
import java.util.Locale;

/**
 * What a profile says, as text for a terminal. Each line ends with a line feed.
 *
 * @since 1.0
 */
public final class ProfileText {
    private static final int ENDS_OF_A_PATH = 4;

    private ProfileText() {}

    /** A table of the hottest methods. */
    public static String top(HotMethods hot) {
        StringBuilder text = new StringBuilder();
        text.append(hot.source()).append(": ").append(hot.measure().title()).append(", ");
        if (hot.measure() == Measure.RUNNING) {
            text.append(hot.measure().describe(hot.total()));
        } else {
            text.append(hot.measure().describe(hot.total())).append(" in ").append(hot.samples())
                    .append(hot.samples() == 1 ? " sample" : " samples");
        }
        if (hot.lost() > 0) {
            text.append("; ").append(hot.lost()).append(" more were lost");
        }
        text.append('\n').append(String.format(Locale.ROOT, "%12s %7s %12s %7s  %s%n", "self", "", "total", "",
                "method").replace("\r", ""));
        for (HotMethod method : hot.methods()) {
            text.append(String.format(Locale.ROOT, "%12s %6.1f%% %12s %6.1f%%  %s\n",
                    hot.measure().describe(method.self()), method.selfShare() * 100,
                    hot.measure().describe(method.total()), method.totalShare() * 100, printable(method.name())));
        }
        return text.toString();
    }

    /** The lines of one method. */
    public static String lines(HotLines hot) {
        StringBuilder text = new StringBuilder(printable(hot.method().name()));
        text.append(": ").append(hot.measure().describe(hot.method().self())).append(" itself, ")
                .append(hot.measure().describe(hot.method().total())).append(" with what it calls");
        hot.source().ifPresent(file -> text.append(", ").append(file));
        text.append('\n').append(String.format(Locale.ROOT, "%12s %12s %6s\n", "self", "total", "line"));
        for (HotLine line : hot.lines()) {
            text.append(String.format(Locale.ROOT, "%12s %12s %6s%s\n", amount(hot.measure(), line.self()),
                    amount(hot.measure(), line.total()), line.line() == 0 ? "?" : line.line(),
                    line.text().map(source -> "  " + printable(source)).orElse("")).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String amount(Measure measure, long amount) {
        return amount == 0 ? "." : measure.describe(amount);
    }

    /**
     * What lives, by class.
     *
     * @param most how many rows
     */
    public static String live(LiveClasses live, int most) {
        StringBuilder text = new StringBuilder(printable(live.source()));
        text.append(": live after a garbage collection, ").append(Measure.bytes(live.bytes())).append(" in ")
                .append(live.instances()).append(" objects of ").append(live.classes().size()).append(" classes\n")
                .append(String.format(Locale.ROOT, "%12s %7s %12s  %s\n", "bytes", "", "objects", "class"));
        live.classes().stream().limit(most).forEach(one -> text.append(String.format(Locale.ROOT,
                "%12s %6.1f%% %12d  %s\n", Measure.bytes(one.bytes()), 100.0 * one.bytes() / Math.max(1, live.bytes()),
                one.instances(), printable(one.name()))));
        return text.toString();
    }

    /**
     * What grew.
     *
     * @param most how many rows of each kind
     */
    public static String diff(ProfileDiff diff, int most) {
        StringBuilder text = new StringBuilder();
        text.append("Live after a garbage collection: ").append(Measure.bytes(diff.bytesBefore())).append(" at ")
                .append(diff.before()).append(", ").append(Measure.bytes(diff.bytesAfter())).append(" at ")
                .append(diff.after()).append(" (").append(signed(diff.bytesAfter() - diff.bytesBefore()))
                .append(")\n");
        classes(text, diff.classes(), most);
        sites(text, diff.sites(), most);
        kept(text, diff.kept(), most);
        return text.toString();
    }

    private static void classes(StringBuilder text, List<ClassGrowth> classes, int most) {
        heading(text, "What lives, by class", classes.size(), most);
        if (!classes.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%12s %12s %12s  %s\n", "grew by", "objects", "now", "class"));
        }
        classes.stream().limit(most).forEach(
                growth -> text.append(String.format(Locale.ROOT, "%12s %+12d %12s  %s\n", signed(growth.bytes()),
                        growth.instances(), Measure.bytes(growth.bytesAfter()), printable(growth.className()))));
    }

    private static void sites(StringBuilder text, List<SiteGrowth> sites, int most) {
        if (sites.isEmpty()) {
            return;
        }
        heading(text, "What was allocated, by place (estimated)", sites.size(), most);
        text.append(String.format(Locale.ROOT, "%12s %12s  %s\n", "grew by", "now", "place and class"));
        sites.stream().limit(most).forEach(growth -> text.append(String.format(Locale.ROOT, "%12s %12s  %s  %s\n",
                signed(growth.bytes()), Measure.bytes(growth.bytesAfter()), printable(growth.place()),
                printable(growth.className()))));
    }

    private static void kept(StringBuilder text, List<KeptGrowth> kept, int most) {
        if (kept.isEmpty()) {
            return;
        }
        heading(text, "What was allocated and is kept, by place (a sample), and what keeps it", kept.size(), most);
        kept.stream().limit(most).forEach(growth -> {
            KeptObjects objects = growth.after();
            text.append(String.format(Locale.ROOT, "%+12d  %s  %s\n", growth.samples(), printable(objects.place()),
                    printable(objects.className())));
            List<String> path = objects.path();
            for (int i = 0; i < path.size(); i++) {
                boolean shown = i < ENDS_OF_A_PATH || i >= path.size() - ENDS_OF_A_PATH;
                if (shown) {
                    text.append("                <- ").append(printable(path.get(i))).append('\n');
                } else if (i == ENDS_OF_A_PATH) {
                    text.append("                <- … ").append(path.size() - 2 * ENDS_OF_A_PATH).append(" more\n");
                }
            }
        });
    }

    private static void heading(StringBuilder text, String title, int found, int most) {
        text.append('\n').append(title);
        if (found == 0) {
            text.append(": nothing grew");
        } else if (found > most) {
            text.append(", ").append(most).append(" of ").append(found);
        }
        text.append('\n');
    }

    private static String signed(long bytes) {
        return (bytes > 0 ? "+" : "") + Measure.bytes(bytes);
    }

    // Names come from a file, and must not steer a terminal.
    private static String printable(String name) {
        return name.codePoints().map(letter -> Character.isISOControl(letter) && letter != '\t' ? '?' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
