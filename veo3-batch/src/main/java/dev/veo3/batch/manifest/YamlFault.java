// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says in one clause why a text is no YAML. The parser's own messages run over many lines. */
final class YamlFault {

    private YamlFault() {}

    static UnreadableException of(YamlEngineException fault, String text) {
        return switch (fault) {
            case MarkedYamlEngineException marked -> unreadable(
                    marked.getProblemMark().map(YamlReader::position).orElse(SourcePosition.NONE),
                    firstLine(marked.getProblem()) + began(marked));
            case ReaderException character -> unreadable(position(text, character.getPosition()),
                    "the character U+%04X is not allowed in it".formatted(character.getCodePoint()));
            case YamlVersionException version -> unreadable(new SourcePosition(1, 1),
                    "its version is not known; leave the line %YAML out");
            default -> unreadable(SourcePosition.NONE, firstLine(String.valueOf(fault.getMessage())));
        };
    }

    private static UnreadableException unreadable(SourcePosition position, String reason) {
        return new UnreadableException(position, "this is no valid YAML: " + reason);
    }

    /** What was being read, where that has a beginning, which may be far away. */
    private static String began(MarkedYamlEngineException marked) {
        Optional<Mark> mark = marked.getContextMark();
        return mark.isEmpty()
                ? ""
                : " (" + firstLine(String.valueOf(marked.getContext())) + " that began at "
                        + (mark.get().getLine() + 1) + ":" + (mark.get().getColumn() + 1) + ")";
    }

    private static SourcePosition position(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new SourcePosition(line + 1, before.length() - before.lastIndexOf('\n'));
    }

    private static String firstLine(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("unreadable")
                .replaceAll("\\.$", "");
    }
}
