// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Profiles that look different. */
enum SampleProfile {
    BATCH, MEMORY, DEEP, HOSTILE, EMPTY;

    static final String MAIN = "dev.veo3.examples.Veo3.main";
    static final String SLOW = "com.example.render.FrameMixer.blend";

    Profile profile(Path directory) {
        Samples samples = new Samples();
        Measure measure = this == MEMORY ? Measure.ALLOCATION : Measure.CPU_TIME;
        switch (this) {
            case BATCH -> addBatch(samples, 10_000_000);
            case MEMORY -> addBatch(samples, 65_536);
            case DEEP -> addDeep(samples);
            case HOSTILE -> addHostile(samples);
            case EMPTY -> {
            }
        }
        return new Profile(directory.resolve(name().toLowerCase(Locale.ROOT) + ".jfr"),
                samples.isEmpty() ? Map.of() : Map.of(measure, samples), 0, new HeapReader(new StackFrames()));
    }

    private static void addBatch(Samples samples, long weight) {
        Random random = new Random(7);
        String[] run = {MAIN, "dev.veo3.batch.BatchProcessor.process", "dev.veo3.batch.Engine.run",
            "com.example.render.Rendering.execute"};
        add(samples, 40 * weight, 40, extended(run, SLOW));
        add(samples, 6 * weight, 6, extended(run, SLOW, "java.lang.Math.fma"));
        add(samples, 9 * weight, 9, extended(run, "java.util.HashMap.put", "java.util.HashMap.resize"));
        String[] journal = {MAIN, "dev.veo3.batch.BatchProcessor.process",
            "dev.veo3.batch.journal.FileJournal.force"};
        add(samples, 12 * weight, 12, extended(journal, "sun.nio.ch.FileChannelImpl.write"));
        add(samples, 5 * weight, 5, extended(journal, "java.util.zip.CRC32C.update"));
        for (int i = 0; i < 150; i++) {
            String[] library = extended(run, "org.codec.Stage" + random.nextInt(12) + ".run",
                    "org.codec.Block" + random.nextInt(40) + ".transform",
                    "java.util.Arrays.copyOf" + (i % 3 == 0 ? "Range" : ""));
            add(samples, weight / 5, 1, library);
        }
        add(samples, 2 * weight, 2, "(no Java stack)");
    }

    private static void addDeep(Samples samples) {
        for (int depth = 5; depth <= 64; depth++) {
            add(samples, 10_000_000, 1, IntStream.range(0, depth)
                    .mapToObj(i -> "com.example.tree.Walker$Step" + i % 7 + ".descendInto").toArray(String[]::new));
        }
    }

    private static void addHostile(Samples samples) {
        add(samples, 30_000_000, 3, MAIN, "a.<script>alert(1)</script>.run", "a.</script><!--.run");
        add(samples, 20_000_000, 2, MAIN, "a.<img src=x onerror=alert(2)>.run", "a.[[data]].run");
        add(samples, 10_000_000, 1, MAIN, "x".repeat(2_000) + ".run");
    }

    private static String[] extended(String[] callers, String... callees) {
        List<String> all = new ArrayList<>(List.of(callers));
        all.addAll(List.of(callees));
        return all.toArray(String[]::new);
    }

    private static void add(Samples samples, long weight, long count, String... outermostFirst) {
        List<Frame> frames = new ArrayList<>();
        for (String method : outermostFirst) {
            frames.addFirst(new Frame(method, 10));
        }
        samples.add(frames, weight, count);
    }
}
