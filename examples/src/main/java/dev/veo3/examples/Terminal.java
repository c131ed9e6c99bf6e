// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/** What a person watches. */
final class Terminal {
    private static final String RESIZED = "WINCH";

    private Terminal() {}

    /** How many columns the terminal has; empty when the output goes elsewhere. */
    @SuppressWarnings("SystemConsoleNull") // On Java 22 to 24 it is never null, and the terminal library finds out.
    static OptionalInt columns() {
        if (System.console() == null) {
            return OptionalInt.empty();
        }
        // With native signals on, Ctrl-C would end the process at once, past every shutdown hook.
        try (org.jline.terminal.Terminal terminal = TerminalBuilder.builder().providers("exec").system(true).dumb(false)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut).nativeSignals(false).build()) {
            return terminal.getWidth() > 0 ? OptionalInt.of(terminal.getWidth()) : OptionalInt.empty();
        } catch (IOException | IllegalStateException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Runs that each time the terminal of this process has got another size, on a thread of its own; never where the system does not
     * tell.
     *
     * @return ends it
     */
    static Runnable onResize(Runnable handler) {
        Object before = Signals.register(RESIZED, handler);
        return () -> {
            if (before != null) {
                Signals.unregister(RESIZED, before);
            }
        };
    }

    /** Whether the person whose environment this is has not asked for plain text, as no-color.org describes. */
    static boolean hasColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
