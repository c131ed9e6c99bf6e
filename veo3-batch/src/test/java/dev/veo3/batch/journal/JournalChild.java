// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;

/** A program of its own that has a journal open, for tests that stop it. */
final class JournalChild implements AutoCloseable {
    private static final int THREADS = 16;

    private final Process process;
    private final BufferedReader out;

    private JournalChild(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a program that opens the journal and does nothing until it is closed. */
    static JournalChild holding(Path journal) throws IOException {
        return start("hold", journal.toString());
    }

    /** Starts a program that writes to the journal as fast as it can, and says what is on disk. */
    static JournalChild writing(Path journal, String prefix) throws IOException {
        return start("write", journal.toString(), prefix);
    }

    private static JournalChild start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
                JournalChild.class.getName()));
        command.addAll(List.of(args));
        return new JournalChild(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /** What the program says next; empty when it has ended. */
    String nextLine() throws IOException {
        String line = out.readLine();
        return line == null ? "" : line;
    }

    long pid() {
        return process.pid();
    }

    /** Ends the program as {@code kill -9} does. */
    void kill() throws InterruptedException {
        // By its handle, which leaves in the pipe what the program has said.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (Journal journal = Journal.open(Path.of(args[1]))) {
            say("open", out);
            if (args[0].equals("hold")) {
                System.in.read();
            } else {
                write(journal, args[2], out);
            }
        } catch (JournalException e) {
            say(String.valueOf(e.getMessage()), out);
        }
    }

    private static void write(Journal journal, String prefix, PrintStream out) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (true) {
                    String job = prefix + next.getAndIncrement();
                    journal.append(admitted(job));
                    journal.force(submitting(job, 1));
                    say("submitting " + job, out);
                    journal.force(submitted(job, 1));
                    say("submitted " + job, out);
                    journal.append(succeeded(job, 1));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void say(String line, PrintStream out) {
        out.print(line + "\n");
        out.flush();
    }
}
