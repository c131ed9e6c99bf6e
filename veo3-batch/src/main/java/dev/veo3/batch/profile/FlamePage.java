// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.CallTree.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The flame graph as a page of its own. */
final class FlamePage {
    static final String MARK = "<meta name=\"generator\" content=\"veo3 flame graph\">";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int METHODS = 30;
    /** What is narrower than this part of everything is not drawn at any zoom. */
    private static final long FINEST = 50_000;

    private FlamePage() {}

    static void write(Profile profile, Path page) {
        if (page.toString().isEmpty() || Files.isDirectory(page)) {
            throw new ProfileException(
                    (page.toString().isEmpty() ? "The flame graph has no name" : page + ": this is a directory")
                            + ". Name a file for the flame graph, such as cpu.html.");
        }
        if (Files.exists(page, LinkOption.NOFOLLOW_LINKS) && !isOurs(page)) {
            throw new ProfileException(page + ": there is a file here that is no flame graph. Name another.");
        }
        Path part = page.resolveSibling("." + page.getFileName() + "-" + UUID.randomUUID() + ".part");
        try {
            try {
                Files.writeString(part, html(profile));
                move(part, page);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new ProfileException(
                    page + ": the flame graph cannot be written: " + FileTrouble.of(e) + ". Name another file.", e);
        }
    }

    private static void move(Path part, Path page) throws IOException {
        try {
            Files.move(part, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, page, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether the file is a flame graph, or empty. */
    static boolean isOurs(Path page) {
        try (InputStream in = Files.newInputStream(page)) {
            String begin = new String(in.readNBytes(2000), StandardCharsets.UTF_8);
            return begin.isEmpty() || begin.contains(MARK);
        } catch (IOException e) {
            return false;
        }
    }

    static String html(Profile profile) {
        Optional<Samples> samples = profile.anySamples();
        String file = String.valueOf(profile.file().getFileName());
        String title = upper(profile.measure().title()) + " in " + file;
        String summary = samples.map(found -> profile.measure().describe(found.total())
                + (profile.measure() == Measure.RUNNING
                        ? ""
                        : " in " + found.count() + (found.count() == 1 ? " sample" : " samples")))
                .orElse("No samples: the batch was too short to be seen, or did not wait for its own processor.");
        // One pass over the template, so that nothing in a value is taken for a place.
        StringBuilder page = new StringBuilder();
        String template = template();
        int at = 0;
        while (true) {
            int open = template.indexOf("[[", at);
            if (open < 0) {
                return page.append(template, at, template.length()).toString();
            }
            int close = template.indexOf("]]", open);
            page.append(template, at, open).append(switch (template.substring(open + 2, close)) {
                case "mark" -> MARK;
                case "title" -> escaped(title);
                case "summary" -> escaped(summary);
                case "methods" -> samples.map(found -> methods(profile.measure(), found)).orElse("");
                case "data" -> samples.map(found -> data(profile.measure(), found)).orElse("null");
                case String other -> throw new IllegalStateException(other);
            });
            at = close + 2;
        }
    }

    private static String upper(String title) {
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    private static String methods(Measure measure, Samples samples) {
        StringBuilder rows = new StringBuilder();
        for (HotMethod method : samples.top(METHODS)) {
            rows.append(String.format(Locale.ROOT,
                    "<tr><td class=\"n\">%s</td><td class=\"n\">%.1f&nbsp;%%</td><td class=\"n\">%s</td>"
                            + "<td class=\"n\">%.1f&nbsp;%%</td><td><button type=\"button\" class=\"name\">%s</button></td></tr>\n",
                    escaped(measure.describe(method.self())), method.selfShare() * 100,
                    escaped(measure.describe(method.total())), method.totalShare() * 100, escaped(method.name())));
        }
        return rows.toString();
    }

    /** Calls before their callees, each as four numbers: name, depth, total, self. */
    private static String data(Measure measure, Samples samples) {
        Map<String, Integer> names = new LinkedHashMap<>();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("measure", measure.name());
            json.writeArrayPropertyStart("calls");
            write(json, names, samples.calls().root(), 0, samples.total() / FINEST);
            json.writeEndArray();
            json.writeArrayPropertyStart("names");
            names.keySet().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        // No tag can begin inside of the script then.
        return text.toString().replace("<", "\\u003c");
    }

    private static void write(JsonGenerator json, Map<String, Integer> names, Call call, int depth, long finest) {
        json.writeNumber(names.computeIfAbsent(call.method(), name -> names.size()));
        json.writeNumber(depth);
        json.writeNumber(call.total());
        json.writeNumber(call.self());
        for (Call callee : call.callees()) {
            if (callee.total() > finest) {
                write(json, names, callee, depth + 1, finest);
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(FlamePage.class.getResourceAsStream("flame.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
