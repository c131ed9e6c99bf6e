package dev.veo3.examples;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {

    private Terminal() {}

    /** Whether standard output is a terminal. */
    @SuppressWarnings("SystemConsoleNull") // It is null on Java 21; newer ones are asked below.
    static boolean isPresent() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there may be a console where there is no terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Whether the person has not asked for plain text, as no-color.org describes. */
    static boolean hasColours() {
        String no = System.getenv("NO_COLOR");
        return no == null || no.isEmpty();
    }
}
