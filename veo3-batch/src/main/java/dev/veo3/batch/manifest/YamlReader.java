// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.batch.manifest.Value.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads a YAML document into values with places. An alias stands for the very value of its anchor, which is shared and not
 * copied, so a document cannot grow by naming itself; a merge key ({@code <<}) fills in what a table lacks. Works on the
 * parser's events because nothing above them knows the anchors of single values.
 */
final class YamlReader {
    // The parser's own limit of 3 MB is about 19,000 jobs.
    private static final LoadSettings SETTINGS = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    // Asked of the schema anew, it compiles its patterns anew.
    private static final int LONGEST_WORD = "false".length();
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private final Iterator<Event> events;
    private final Findings findings;
    private final Map<Anchor, Value> anchors = new HashMap<>();
    private final MergeKeys mergeKeys;
    private final Words words = new Words();

    private YamlReader(Iterator<Event> events, int length, Findings findings) {
        this.events = events;
        this.findings = findings;
        this.mergeKeys = new MergeKeys(length, findings);
    }

    /**
     * The document's value; empty when the document is.
     *
     * @throws UnreadableException when the text is no YAML, or nests or merges without end
     */
    static Optional<Value> read(String text, Findings findings) {
        try {
            Iterator<Event> events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, roomy(text)));
            return new YamlReader(events, text.length(), findings).document();
        } catch (YamlEngineException e) {
            throw YamlFault.of(e, text);
        }
    }

    /**
     * The parser's reader wants one character more when a piece ends in the first half of one, and has no room for it when the
     * piece fills its buffer: so no piece does.
     */
    private static Reader roomy(String text) {
        return new StringReader(text) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.max(1, length - 1));
            }
        };
    }

    private Optional<Value> document() {
        Optional<Value> value = Optional.empty();
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart && ++documents == 2) {
                findings.report(position(event), "a second document begins here", "Keep one document in a file");
            }
            if (event instanceof NodeEvent node) {
                Value read = value(node, 0);
                value = value.isEmpty() ? Optional.of(read) : value;
            }
        }
        return value;
    }

    private Value value(NodeEvent event, int depth) {
        SourcePosition position = position(event);
        if (depth > UnreadableException.DEEPEST) {
            throw UnreadableException.nestsTooDeeply(position);
        }
        Value value = switch (event) {
            case AliasEvent alias -> alias(alias.getAlias(), position);
            case MappingStartEvent start -> mapping(position, depth);
            case SequenceStartEvent start -> sequence(position, depth);
            case ScalarEvent scalar -> scalar(scalar, position);
            default -> throw new UnreadableException(position, "this is no valid YAML: " + event);
        };
        if (!(event instanceof AliasEvent)) {
            event.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        }
        return value;
    }

    private Value alias(Anchor anchor, SourcePosition position) {
        Value value = anchors.get(anchor);
        if (value == null) {
            findings.report(position, "*" + anchor + " names no anchor before it",
                    "Write &" + anchor + " where the value stands");
            return new Value.Scalar("", Kind.NULL, position);
        }
        return value;
    }

    private Value scalar(ScalarEvent event, SourcePosition position) {
        Kind kind = kind(event);
        return new Value.Scalar(kind == Kind.NULL ? "" : words.known(event.getValue()), kind, position);
    }

    private static Kind kind(ScalarEvent event) {
        if (event.getTag().isEmpty() && isText(event)) {
            return Kind.TEXT;
        }
        if (event.getTag().isEmpty() && isDigits(event.getValue())) {
            return Kind.INTEGER;
        }
        Tag tag = event.getTag().map(Tag::new)
                .orElseGet(() -> RESOLVER.resolve(event.getValue(), event.isPlain()));
        if (tag.equals(Tag.INT)) {
            return Kind.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            return Kind.DECIMAL;
        } else if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Kind.NULL : Kind.TEXT;
    }

    /** Whether it is plain to see that the scalar is text: nearly all are, and the patterns cost more than the reading. */
    private static boolean isText(ScalarEvent event) {
        if (!event.isPlain()) {
            return true;
        }
        String text = event.getValue();
        if (text.isEmpty()) {
            return false;
        }
        // Truths and nothings of the core schema begin with these letters and are short; numbers have no others in them.
        char first = text.charAt(0);
        return "tTfFnN~".indexOf(first) >= 0 ? text.length() > LONGEST_WORD : !isDigit(first) || !mayBeNumber(text);
    }

    private static boolean isDigits(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at == text.length() && at > 0;
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    }

    private static boolean mayBeNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && "abcdefxoinABCDEFIN".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private Value sequence(SourcePosition position, int depth) {
        List<Value> items = new ArrayList<>();
        for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
            items.add(value(node, depth + 1));
        }
        return new Value.Sequence(items, position);
    }

    private Value mapping(SourcePosition position, int depth) {
        TableBuilder table = new TableBuilder(findings);
        List<Value> merged = new ArrayList<>();
        for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
            SourcePosition at = position(node);
            String key = key(node, at, depth);
            Value value = value((NodeEvent) events.next(), depth + 1);
            if (key.equals(MergeKeys.KEY)) {
                merged.add(value);
            } else {
                table.put(key, at, value);
            }
        }
        merged.forEach(value -> mergeKeys.merge(value, table));
        return table.build(position);
    }

    private String key(NodeEvent event, SourcePosition at, int depth) {
        if (event instanceof ScalarEvent scalar && scalar.getAnchor().isEmpty() && scalar.getTag().isEmpty()
                && isText(scalar)) {
            return words.known(scalar.getValue());
        }
        if (value(event, depth + 1) instanceof Value.Scalar scalar) {
            return scalar.text();
        }
        throw new UnreadableException(at, "a key is one word, not a list or a table");
    }

    private static SourcePosition position(Event event) {
        return event.getStartMark().map(YamlReader::position).orElse(SourcePosition.NONE);
    }

    static SourcePosition position(Mark mark) {
        return new SourcePosition(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
