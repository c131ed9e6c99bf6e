// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.serializer.Serializer;

/** YAML as trees of nodes, read and written. */
final class LibraryYaml {
    /** Deeper than anything that a person writes; what reads and writes the nodes calls itself for each level. */
    private static final int DEEPEST = 200;
    private static final DumpSettings WRITE = DumpSettings.builder().setSplitLines(false)
            .setDefaultFlowStyle(FlowStyle.BLOCK).setSchema(new CoreSchema()).build();

    private LibraryYaml() {}

    /** A text is no YAML. Line and column are counted from 1 and are 0 when the place is not known. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int line;
        final int column;

        UnreadableException(String message, int line, int column) {
            super(message);
            this.line = line;
            this.column = column;
        }
    }

    /** The document's root; empty when there is nothing in it. */
    static Optional<Node> read(String text) {
        try {
            // In one piece: at the border between two, the parser's reader loses its place when it parts a character.
            LoadSettings settings = LoadSettings.builder().setBufferSize(text.length() + 2)
                    .setCodePointLimit(Integer.MAX_VALUE).setSchema(new CoreSchema()).build();
            checkDepth(events(text, settings));
            return new Composer(settings, events(text, settings)).getSingleNode();
        } catch (MarkedYamlEngineException e) {
            String reason = firstLine(e.getProblem());
            throw e.getProblemMark().map(
                    mark -> new UnreadableException(reason, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElseGet(() -> new UnreadableException(reason, 0, 0));
        } catch (YamlEngineException e) {
            throw new UnreadableException(firstLine(String.valueOf(e.getMessage())), 0, 0);
        }
    }

    private static ParserImpl events(String text, LoadSettings settings) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    private static void checkDepth(ParserImpl events) {
        int depth = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw event.getStartMark()
                        .map(mark -> new UnreadableException("it nests more than " + DEEPEST + " deep",
                                mark.getLine() + 1, mark.getColumn() + 1))
                        .orElseThrow();
            }
        }
    }

    private static String firstLine(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("unreadable")
                .replaceAll("\\.$", "");
    }

    /** The document as text. */
    static String write(Node root) {
        StringBuilder text = new StringBuilder();
        new Dump(WRITE).dumpNode(root, new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int offset, int length) {
                text.append(part, offset, offset + length);
            }
        });
        return text.toString();
    }

    /** What these say, however it is written. Nodes that are shared are named once, so it is no longer than the text. */
    static String meaning(List<NodeTuple> tuples) {
        List<String> events = new ArrayList<>();
        Serializer serializer = new Serializer(WRITE, event -> events.add(meaning(event)));
        serializer.serializeDocument(new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK));
        return String.join("\n", events);
    }

    private static String meaning(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getAnchor() + " " + scalar.getTag() + " "
                    + (scalar.getImplicit().canOmitTagInPlainScalar() && scalar.isPlain()) + " " + scalar.getValue();
            case CollectionStartEvent start -> start.getEventId() + " " + start.getAnchor()
                    + " " + start.getTag();
            default -> event.toString();
        };
    }

    static ScalarNode scalar(String text) {
        return new ScalarNode(Tag.STR, text, style(text));
    }

    /** A scalar whose kind YAML finds out by itself. */
    static ScalarNode plain(String text) {
        return new ScalarNode(new CoreSchema().getScalarResolver().resolve(text, true), text, ScalarStyle.PLAIN);
    }

    static SequenceNode sequence(List<String> texts) {
        return new SequenceNode(Tag.SEQ, texts.stream().<Node>map(LibraryYaml::scalar).toList(), FlowStyle.FLOW);
    }

    /** As people would write it, unless it has characters that only a quoted text can have. */
    private static ScalarStyle style(String text) {
        boolean special = text.codePoints()
                .anyMatch(c -> c != '\n' && (c == '\ufeff' || !TemplateException.isVisible(c)));
        if (special) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return text.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    }
}
