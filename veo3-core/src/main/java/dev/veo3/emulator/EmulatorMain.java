// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs an emulator as a program of its own until it is killed. Its first line of output is its base URL.
 *
 * @since 1.0
 */
public final class EmulatorMain {

    private static final String USAGE = """
            Usage: %s [OPTION...]
              --port N           the port to listen on; 0, the default, takes a free one
              --latency TIME     how long a generation takes: 200ms, 2s or 500ms-3s (default 200ms)
              --max-in-flight N  refuse submissions with 429 while N operations run
              --quota N          refuse submissions with 429 after N within a minute
              --fault RULE       make something go wrong; may be given again
              --key KEY, --token TOKEN, --project ID
                                 accept these only; each may be given again (default: all)
              --wrong-key WORD   refuse other keys with 400 (invalid, the default), 401 (unauthenticated) or
                                 403 (blocked)
              --serve-retired    serve models that are retired as if they were not
              --file-processing TIME
                                 how long a file is processed before it can be fetched (default 50ms)
              --keep N           how many operations are remembered (default 50000)
              --help             print this
            A fault's RULE is
            """ + FaultText.USAGE.indent(2);

    private EmulatorMain() {}

    /** The help for who starts the emulator by that command, for example {@code veo3 emulator}. */
    public static String usage(String command) {
        return USAGE.formatted(command);
    }

    /**
     * Starts an emulator, prints its base URL and waits for ever. Wrong arguments and a port that is taken end the
     * program with one line on standard error, and with status 2.
     *
     * @throws InterruptedException when the waiting thread is interrupted; the emulator is closed then
     */
    public static void main(String[] args) throws InterruptedException {
        Emulator.Builder builder = Emulator.builder();
        try {
            if (!read(args, builder)) {
                System.out.print(usage("java -cp ... " + EmulatorMain.class.getName()));
                return;
            }
            try (Emulator emulator = builder.start()) {
                System.out.println(emulator.baseUrl());
                System.out.flush();
                new CountDownLatch(1).await();
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println("emulator: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Reads the arguments; false when help is wanted. */
    private static boolean read(String[] args, Emulator.Builder builder) {
        Deque<String> left = new ArrayDeque<>(List.of(args));
        while (!left.isEmpty()) {
            String name = left.remove();
            switch (name) {
                case "--help" -> {
                    return false;
                }
                case "--port" -> builder.port(number(name, left, 0, 65_535));
                case "--latency" -> builder.latency(Latency.parse(value(left)));
                case "--max-in-flight" -> builder.maxInFlight(number(name, left, 1, Integer.MAX_VALUE));
                case "--fault" -> builder.fault(FaultRule.parse(value(left)));
                case "--key" -> builder.acceptedKey(value(left));
                case "--wrong-key" -> builder.wrongKeys(KeyRefusal.parse(value(left)));
                case "--token" -> builder.acceptedToken(value(left));
                case "--project" -> builder.acceptedProject(value(left));
                case "--serve-retired" -> builder.serveRetired();
                case "--file-processing" -> builder.fileProcessing(Latency.parse(value(left)).longest());
                case "--keep" -> builder.keep(number(name, left, 1, Integer.MAX_VALUE));
                case "--quota" -> builder.quota(number(name, left, 1, Integer.MAX_VALUE));
                default -> throw new IllegalArgumentException(
                        "unknown argument " + name + "; --help shows those that there are");
            }
        }
        return true;
    }

    private static String value(Deque<String> left) {
        return left.isEmpty() ? "" : left.remove();
    }

    private static int number(String name, Deque<String> left, int min, int max) {
        String value = value(left);
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says what is wrong.
        }
        throw new IllegalArgumentException(
                name + " needs a whole number from " + min + " to " + max + ", not \"" + value + "\"");
    }
}
