// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The fields of one template in a library's file. */
final class TemplateFields {
    static final String NAME = "name";
    static final String PROMPT = "prompt";
    static final String DESCRIPTION = "description";
    static final String TAGS = "tags";
    static final String CREATED = "created_at";
    static final String UPDATED = "updated_at";
    static final List<String> KNOWN = List.of(NAME, PROMPT, DESCRIPTION, TAGS, CREATED, UPDATED);

    /** The times that the Go program's YAML library takes: a date, perhaps with a time, perhaps with an offset from UTC. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .appendPattern("u-M-d").optionalStart().appendPattern("['T'][' ']H:m:s").optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true).optionalEnd().optionalStart().appendOffsetId()
            .toFormatter(Locale.ROOT);
    /** What the Go program writes for a time that it does not know. */
    private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private TemplateFields() {}

    /** Whether this stands for a time that is not known. */
    static boolean isNoTime(String text) {
        return parsed(text).filter(GO_ZERO::equals).isPresent();
    }

    /** The time that is written there; empty when it is none, or stands for one that is not known. */
    static Optional<Instant> time(String text) {
        return parsed(text).filter(time -> !time.equals(GO_ZERO));
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(switch (TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from,
                    LocalDate::from)) {
                case OffsetDateTime time -> time.toInstant();
                case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
                default -> LocalDate.parse(text.strip(), TIME).atStartOfDay().toInstant(ZoneOffset.UTC);
            });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The template as it is to be written.
     *
     * @param old what stood there before or in the imported file: its other fields, and the order of all of them, are kept
     */
    static MappingNode write(SavedTemplate template, Optional<MappingNode> old) {
        List<NodeTuple> tuples = new ArrayList<>(old.map(MappingNode::getValue).orElse(List.of()));
        put(tuples, NAME, Optional.of(LibraryYaml.scalar(template.name())));
        put(tuples, PROMPT, Optional.of(LibraryYaml.scalar(template.prompt().text())));
        put(tuples, DESCRIPTION, template.description().map(LibraryYaml::scalar));
        put(tuples, TAGS, Optional.of(template.tags()).filter(tags -> !tags.isEmpty()).map(LibraryYaml::sequence));
        put(tuples, CREATED, template.created().map(time -> LibraryYaml.plain(time.toString())));
        put(tuples, UPDATED, template.updated().map(time -> LibraryYaml.plain(time.toString())));
        return new MappingNode(Tag.MAP, tuples, old.map(MappingNode::getFlowStyle).orElse(FlowStyle.BLOCK));
    }

    private static void put(List<NodeTuple> tuples, String key, Optional<? extends Node> value) {
        int at = 0;
        while (at < tuples.size()
                && !(tuples.get(at).getKeyNode() instanceof ScalarNode found && found.getValue().equals(key))) {
            at++;
        }
        if (at < tuples.size()) {
            Node keyNode = tuples.remove(at).getKeyNode();
            if (value.isPresent()) {
                tuples.add(at, new NodeTuple(keyNode, value.get()));
            }
        } else if (value.isPresent()) {
            tuples.add(new NodeTuple(LibraryYaml.scalar(key), value.get()));
        }
    }
}
