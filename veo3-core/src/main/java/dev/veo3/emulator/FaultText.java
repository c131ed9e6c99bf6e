// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a fault rule from one line: a stage, conditions, a fault and its options, with colons between them. */
final class FaultText {

    static final String USAGE = """
            STAGE[:CONDITION...]:FAULT[:OPTION...]
              STAGE      submit, poll or download
              CONDITION  first=N, nth=N, rate=SHARE (0 to 1) with seed=N, job=NAME, prompt=TEXT
              FAULT      at any stage: a status such as 503 (array), 429 (retry-after=TIME, retry-info=TIME),
                         reset-before-body, reset-after-body, stall, late=TIME, slow=BYTES-A-SECOND, cut=BYTES;
                         submit: reply-lost, reset-after-acceptance, retired, filtered (code=DIGITS),
                         partly-filtered=N (code=DIGITS), empty, error=GRPC-CODE (message=TEXT);
                         download: truncated=PERCENT, redirect
            """;

    private static final String SAFETY_CODE = "64151117";

    private final String text;
    private final Map<String, String> words = new LinkedHashMap<>();

    private FaultText(String text, List<String> parts) {
        this.text = text;
        for (String part : parts) {
            String[] pair = part.split("=", 2);
            if (words.put(pair[0], pair.length == 1 ? "" : pair[1]) != null) {
                throw wrong("\"" + pair[0] + "\" stands there twice");
            }
        }
    }

    static FaultRule parse(String text) {
        List<String> parts = Arrays.asList(text.split(":", -1));
        FaultText rest = new FaultText(text, parts.subList(1, parts.size()));
        FaultRule rule = new FaultRule(rest.stage(parts.getFirst()), rest.selector(), rest.occasion(), rest.fault());
        if (!rest.words.isEmpty()) {
            throw rest.wrong("\"" + String.join("\", \"", rest.words.keySet()) + "\" has no meaning here");
        }
        return rule;
    }

    private FaultRule.Stage stage(String word) {
        for (FaultRule.Stage stage : FaultRule.Stage.values()) {
            if (stage.name().toLowerCase(Locale.ROOT).equals(word)) {
                return stage;
            }
        }
        throw wrong("it begins with submit, poll or download, not \"" + word + "\"");
    }

    private FaultRule.Selector selector() {
        String job = words.remove("job");
        String prompt = words.remove("prompt");
        if (job != null && prompt != null) {
            throw wrong("job and prompt exclude each other");
        }
        return job != null
                ? new FaultRule.OfJob(job)
                : prompt != null ? new FaultRule.OfPrompt(prompt) : new FaultRule.Every();
    }

    private FaultRule.Occasion occasion() {
        String first = words.remove("first");
        String nth = words.remove("nth");
        String rate = words.remove("rate");
        String seed = words.remove("seed");
        if ((first == null ? 0 : 1) + (nth == null ? 0 : 1) + (rate == null ? 0 : 1) > 1) {
            throw wrong("first, nth and rate exclude each other");
        }
        if (rate != null) {
            return new FaultRule.Share(decimal(rate), seed == null ? 0 : number(seed));
        }
        if (nth != null) {
            return new FaultRule.Numbers(number(nth), number(nth));
        }
        return new FaultRule.Numbers(1, first == null ? Integer.MAX_VALUE : number(first));
    }

    private Fault fault() {
        String name = words.keySet().stream().findFirst().orElseThrow(() -> wrong("it names no fault"));
        String value = String.valueOf(words.remove(name));
        return switch (name) {
            case "429" -> new Fault.TooManyRequests(time("retry-after"), time("retry-info"));
            case "reset-before-body" -> new Fault.ResetBeforeBody();
            case "reset-after-body" -> new Fault.ResetAfterBody();
            case "stall" -> new Fault.Stall();
            case "late" -> new Fault.Late(Latency.parse(value).longest());
            case "slow" -> new Fault.Slow(number(value));
            case "cut" -> new Fault.CutMidBody(number(value));
            case "reply-lost" -> new Fault.ReplyLostAfterAcceptance();
            case "reset-after-acceptance" -> new Fault.ResetAfterAcceptance();
            case "retired" -> new Fault.ModelRetired();
            case "filtered" -> new Fault.Filtered(option("code", SAFETY_CODE));
            case "partly-filtered" -> new Fault.PartlyFiltered(number(value), option("code", SAFETY_CODE));
            case "empty" -> new Fault.DoneWithoutResponse();
            case "error" -> new Fault.OperationError(number(value), option("message", "Internal error."));
            case "truncated" -> new Fault.Truncated(number(value));
            case "redirect" -> new Fault.RedirectToOtherHost();
            default -> {
                if (!name.matches("[45]\\d\\d")) {
                    throw wrong("there is no fault \"" + name + "\"");
                }
                yield new Fault.Status(number(name), words.remove("array") != null);
            }
        };
    }

    private Optional<Duration> time(String name) {
        return Optional.ofNullable(words.remove(name)).map(value -> Latency.parse(value).longest());
    }

    private String option(String name, String otherwise) {
        String value = words.remove(name);
        return value == null ? otherwise : value;
    }

    private int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong("\"" + value + "\" is no whole number");
        }
    }

    private double decimal(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrong("\"" + value + "\" is no number");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The fault \"" + text + "\" cannot be read: " + what);
    }
}
