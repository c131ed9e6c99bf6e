// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A line chart as SVG, both axes logarithmic, readable on a light and on a dark page. The lines are told apart by colour, dash and
 * mark, and named at their ends.
 *
 * @param title  above it
 * @param across what the horizontal axis counts
 * @param up     what the vertical axis counts
 * @param lines  the lines
 */
record Plot(String title, String across, String up, List<Line> lines) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 200;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final List<String> COLOURS = List.of("#0b6bcb", "#c2410c", "#15803d", "#7e22ce", "#a16207",
            "#be123c");
    private static final List<String> DASHES = List.of("", "6 3", "2 3", "8 3 2 3", "12 4", "4 4");

    /** A point, both coordinates above 0. */
    record Point(double x, double y) {}

    /** A named line. */
    record Line(String name, List<Point> points) {}

    String svg() {
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        if (all.isEmpty()) {
            return "";
        }
        Axis x = Axis.of(all.stream().mapToDouble(Point::x).toArray(), LEFT, WIDTH - RIGHT);
        Axis y = Axis.of(all.stream().mapToDouble(Point::y).toArray(), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12" \
                        role="img" aria-label="%s">
                        <style>text{fill:#1f2937}.grid{stroke:#d1d5db}@media (prefers-color-scheme:dark){text{fill:#e5e7eb}\
                        .grid{stroke:#374151}}</style>
                        <text x="%d" y="26" font-size="16" font-weight="600">%s</text>
                        """,
                WIDTH, HEIGHT, escaped(title), LEFT, escaped(title)));
        for (double tick : y.ticks()) {
            text(svg, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n", LEFT, WIDTH - RIGHT,
                    y.at(tick), y.at(tick));
            text(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y.at(tick) + 4,
                    label(tick));
        }
        for (double tick : x.ticks()) {
            text(svg, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n", x.at(tick), x.at(tick),
                    TOP, HEIGHT - BOTTOM);
            text(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x.at(tick),
                    HEIGHT - BOTTOM + 18, label(tick));
        }
        text(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 16, escaped(across));
        text(svg, "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(up));
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, i, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, int number, Axis x, Axis y) {
        Line line = lines.get(number);
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            text(path, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x.at(point.x()), y.at(point.y()));
        }
        text(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>%n", path,
                colour, DASHES.get(number % DASHES.size()));
        for (Point point : line.points()) {
            text(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x.at(point.x()), y.at(point.y()),
                    colour);
        }
        // The key stands beside the plot, in the order of the lines, so that names never cover each other.
        int height = TOP + 10 + number * 22;
        text(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" "
                + "stroke-dasharray=\"%s\"/>%n", WIDTH - RIGHT + 16, WIDTH - RIGHT + 44, height, height, colour,
                DASHES.get(number % DASHES.size()));
        text(svg, "<text x=\"%d\" y=\"%d\">%s</text>%n", WIDTH - RIGHT + 50, height + 4, escaped(line.name()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // Its annotation would be a dependency, for this one method.
    private static void text(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }

    private static String label(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2g", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** A logarithmic axis from {@code from} to {@code to} on the page. */
    private record Axis(double low, double high, int from, int to) {

        static Axis of(double[] values, int from, int to) {
            double low = Double.MAX_VALUE;
            double high = 0;
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            return new Axis(low * 0.9, high * 1.1, from, to);
        }

        double at(double value) {
            return from + (to - from) * Math.log(value / low) / Math.log(high / low);
        }

        /** 1, 2 and 5 of each power of ten; of a long axis the powers only. */
        List<Double> ticks() {
            boolean isLong = high / low > 1e3;
            return IntStream.rangeClosed((int) Math.floor(Math.log10(low)),
                    (int) Math.ceil(Math.log10(high))).boxed()
                    .flatMap(power -> (isLong ? List.of(1) : List.of(1, 2, 5)).stream()
                            .map(step -> step * Math.pow(10, power)))
                    .filter(tick -> tick >= low && tick <= high).toList();
        }
    }
}
