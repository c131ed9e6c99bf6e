// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a run of the command line ended with and printed.
 *
 * @param out standard output
 * @param err standard error
 */
record CommandLine(int exit, String out, String err) {

    static CommandLine run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int exit = Veo3.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new CommandLine(exit, out.toString(), err.toString());
    }
}
