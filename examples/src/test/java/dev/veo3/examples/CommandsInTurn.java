// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the commands that stand in a file, one a line, in the directory in which it was started; each leaves a file with what it printed. */
final class CommandsInTurn {

    private CommandsInTurn() {}

    /** The argument is the file. */
    public static void main(String[] args) throws Exception {
        List<String> commands = Files.readAllLines(Path.of(args[0]));
        for (int i = 0; i < commands.size(); i++) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of("printed-" + i + ".txt")), true)) {
                int exit = Veo3.run(out, out, commands.get(i).split(" "));
                out.println("exit " + exit);
            }
        }
    }
}
