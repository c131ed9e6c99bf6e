// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The lines of a library's file whose templates each begin on a line with a dash, as people and the Go program write them, or
 * that has none yet. The comments right above a template are its own. What comes out is a guess in rare cases (a text that looks
 * like a comment), so whoever uses it reads it again.
 */
final class LibraryLines {
    private static final Pattern DASH = Pattern.compile(" *- +");
    private static final Pattern LONE_DASH = Pattern.compile(" *-[ \\t]*(?:[ \\t]#.*)?\\R?");
    private static final Pattern NO_CONTENT = Pattern.compile("\\s*(?:#.*)?\\R?");
    private static final Pattern LINE = Pattern.compile("(?<=\n)");

    private final List<String> lines;
    /** The line of each template's dash, and the line after the last template. */
    private final int[] dashes;
    private final int indent;

    private LibraryLines(List<String> lines, int[] dashes, int indent) {
        this.lines = lines;
        this.dashes = dashes;
        this.indent = indent;
    }

    /** Empty when the templates are written in another way. */
    static Optional<LibraryLines> of(LibraryDocument document) {
        List<String> lines = List.of(LINE.split(document.text()));
        List<Node> items = document.list().filter(list -> list.getFlowStyle() == FlowStyle.BLOCK)
                .map(SequenceNode::getValue).orElse(List.of());
        if (items.isEmpty()) {
            return Optional.empty();
        }
        int[] dashes = new int[items.size() + 1];
        int indent = -1;
        for (int i = 0; i < items.size(); i++) {
            dashes[i] = dash(lines, items.get(i).getStartMark().orElseThrow());
            if (dashes[i] < 0) {
                return Optional.empty();
            }
            indent = lines.get(dashes[i]).indexOf('-');
        }
        Mark end = document.list().flatMap(SequenceNode::getEndMark).orElseThrow();
        dashes[items.size()] = end.getColumn() == 0 ? end.getLine() : lines.size();
        return Optional.of(new LibraryLines(lines, dashes, indent));
    }

    /** The line of the dash of the template whose content begins there; -1 when it begins in another way. */
    private static int dash(List<String> lines, Mark content) {
        int at = Math.min(content.getLine(), lines.size() - 1);
        String before = lines.get(at).substring(0, Math.min(content.getColumn(), lines.get(at).length()));
        if (DASH.matcher(before).matches()) {
            return at;
        }
        if (!before.isBlank()) {
            return -1;
        }
        do {
            at--;
        } while (at >= 0 && NO_CONTENT.matcher(lines.get(at)).matches());
        return at >= 0 && LONE_DASH.matcher(lines.get(at)).matches() ? at : -1;
    }

    /** The text of a library without templates, with this one as its first; empty when there is no place for it. */
    static Optional<String> first(LibraryDocument document, MappingNode template) {
        String text = document.text();
        String end = endOfLines(text);
        if (document.root().isEmpty()) {
            String comments = text.isEmpty() || text.endsWith("\n") ? text : text + end;
            return Optional.of(comments + LibraryDocument.TEMPLATES + ":" + end + written(template, 0, end));
        }
        Optional<NodeTuple> field = document.field();
        if (field.isEmpty() || !document.entries().isEmpty()) {
            return Optional.empty();
        }
        Mark key = field.get().getKeyNode().getStartMark().orElseThrow();
        Mark none = field.get().getValueNode().getStartMark().orElseThrow();
        int from = place(text, none);
        int to = place(text, field.get().getValueNode().getEndMark().orElseThrow());
        int lineEnd = text.indexOf('\n', to);
        String rest = lineEnd < 0 ? text.substring(to) + end : text.substring(to, lineEnd + 1);
        String following = lineEnd < 0 ? "" : text.substring(lineEnd + 1);
        return Optional.of(text.substring(0, from).stripTrailing() + rest + written(template, key.getColumn(), end)
                + following);
    }

    /** A mark counts characters and not their halves. */
    private static int place(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    /** The text with that template in the place of another one, or at the end. */
    String put(Optional<Integer> at, MappingNode template) {
        int last = at.orElse(dashes.length - 2);
        int to = endOf(last);
        // Empty lines at its end part it from the next one.
        while (to > dashes[last] + 1 && lines.get(to - 1).isBlank()) {
            to--;
        }
        int from = at.isPresent() ? dashes[last] : to;
        List<String> changed = new ArrayList<>(lines.subList(0, from));
        if (from > 0 && !lines.get(from - 1).endsWith("\n")) {
            changed.add("\n");
        }
        changed.add(written(template, indent, endOfLines(lines.getFirst())));
        changed.addAll(lines.subList(to, lines.size()));
        return String.join("", changed);
    }

    /** The text without that template. */
    String remove(int at) {
        List<String> changed = new ArrayList<>(lines);
        changed.subList(at == 0 ? beginOf(0, 0) : endOf(at - 1), endOf(at)).clear();
        return String.join("", changed);
    }

    /** The line after a template's last one: what follows are comments of the next one, or of the file. */
    private int endOf(int at) {
        return beginOf(at + 1, dashes[at] + 1);
    }

    private int beginOf(int at, int notBefore) {
        int begin = dashes[at];
        for (int line = begin; line > notBefore && isBetween(lines.get(line - 1)); line--) {
            // Empty lines count only above a comment: a text may end in some.
            if (!lines.get(line - 1).isBlank()) {
                begin = line - 1;
            }
        }
        return begin;
    }

    /** Whether a line can stand between templates. A text that is part of one is indented deeper than its dash. */
    private boolean isBetween(String line) {
        int first = 0;
        while (first < line.length() && line.charAt(first) == ' ') {
            first++;
        }
        return line.isBlank() || (first <= indent && line.charAt(first) == '#');
    }

    private static String written(MappingNode template, int indent, String end) {
        String text = LibraryYaml.write(new SequenceNode(Tag.SEQ, List.of(template), FlowStyle.BLOCK));
        return text.lines().map(line -> (line.isEmpty() ? "" : " ".repeat(indent) + line) + end)
                .collect(Collectors.joining());
    }

    /** How the lines of a text end: as its first one does. */
    private static String endOfLines(String text) {
        int first = text.indexOf('\n');
        return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }
}
