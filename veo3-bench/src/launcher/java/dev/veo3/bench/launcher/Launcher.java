// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.launcher;

import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java -jar benchmarks.jar} starts: JMH, if this Java is new enough, else one line that says which one is needed.
 * Compiled for Java 8, so that an old Java can say it too.
 */
public final class Launcher {
    private static final int NEEDED = 21;

    private Launcher() {}

    /** JMH's arguments. */
    public static void main(String[] args) throws Exception {
        String version = System.getProperty("java.specification.version");
        if (major(version) < NEEDED) {
            System.err.println("The benchmarks need Java " + NEEDED + " or newer, and this is Java " + version + " ("
                    + System.getProperty("java.home") + "). Start them with the java of a newer JDK.");
            System.exit(2);
        }
        try {
            Class.forName("org.openjdk.jmh.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception) {
                throw (Exception) e.getCause();
            }
            throw e;
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    }
}
