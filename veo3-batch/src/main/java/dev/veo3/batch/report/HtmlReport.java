// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * A report as one page. Its policy allows the style and the script that stand in it, by their hashes, and nothing else: not even a
 * text that was taken for HTML could run or ask for anything.
 */
final class HtmlReport {
    private final ReportSource source;
    private final Overview overview;
    private final Links links;

    HtmlReport(ReportSource source, Overview overview, Links links) {
        this.source = source;
        this.overview = overview;
        this.links = links;
    }

    void write(String title, Instant now, OutputStream file) throws IOException {
        OutputStream out = new BufferedOutputStream(file, 1 << 16);
        String style = resource("report.css");
        String script = resource("report.js") + resource("report-timeline.js") + resource("report-charts.js")
                + resource("report-jobs.js");
        PageParts parts = new PageParts(overview);
        String page = resource("report.html");
        int from = 0;
        for (int open = page.indexOf("{{"); open >= 0; open = page.indexOf("{{", from)) {
            int close = page.indexOf("}}", open);
            put(page.substring(from, open), out);
            String name = page.substring(open + 2, close);
            switch (name) {
                case "policy" -> put("default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'", out);
                case "style" -> put(style, out);
                case "script" -> put(script, out);
                case "data" -> new PageData(source, overview, links).write(out);
                default -> put(parts.part(name, title, now), out);
            }
            from = close + 2;
        }
        put(page.substring(from), out);
        out.flush();
    }

    private static void put(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
