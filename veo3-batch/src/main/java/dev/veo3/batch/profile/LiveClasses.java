// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What lives on a heap after a garbage collection, by class.
 *
 * @param source the recording at whose end it was, or the process
 * @param classes the largest first
 * @since 1.0
 */
public record LiveClasses(String source, List<LiveClass> classes) {

    /** Copies the list. */
    public LiveClasses {
        Objects.requireNonNull(source);
        classes = List.copyOf(classes);
    }

    /**
     * What lived when a recording ended.
     *
     * @throws ProfileException when it does not tell
     */
    public static LiveClasses of(Profile profile) {
        if (profile.liveAtEnd().isEmpty()) {
            throw LiveHeap.unknown(profile, LiveHeap.END);
        }
        return new LiveClasses(profile.file().toString(), profile.liveAtEnd());
    }

    /**
     * What lives in this process. The garbage collector runs for it.
     *
     * @throws ProfileException when this Java runtime does not tell
     */
    public static LiveClasses now() {
        return new LiveClasses("this process", LiveHeap.classes(LiveHeap.histogram()));
    }

    /**
     * What lives in a Java process of the same user on this machine. The garbage collector runs in it, and it stands still for as
     * long as its heap is counted. Blocks until it has answered.
     *
     * @param process its number, as {@code jcmd} lists it
     * @throws ProfileException when there is no such Java process, it does not answer, or this Java runtime has no {@code jcmd}
     * @throws InterruptedException when this thread was interrupted; that process goes on
     */
    public static LiveClasses ofProcess(long process) throws InterruptedException {
        if (process == ProcessHandle.current().pid()) {
            // It stands still while it is counted, and could not take its own answer.
            return new LiveClasses("process " + process, now().classes());
        }
        // A process that is no Java would take the question for a signal to end.
        if (jcmd(List.of("-l")).lines().noneMatch(line -> line.startsWith(process + " "))) {
            throw new ProfileException("There is no Java process " + process
                    + " of this user on this machine. `jcmd -l` lists those that there are.");
        }
        String answer = jcmd(List.of(Long.toString(process), "GC.class_histogram"));
        List<LiveClass> classes = LiveHeap.classes(answer);
        if (classes.isEmpty()) {
            throw new ProfileException("Process " + process + " does not tell what lives on its heap: "
                    + answer.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last).orElse("no answer")
                    + ". It must be an OpenJDK of this user that lets others ask.");
        }
        return new LiveClasses("process " + process, classes);
    }

    private static String jcmd(List<String> words) throws InterruptedException {
        Path tool = Stream.of("jcmd", "jcmd.exe").map(name -> Path.of(System.getProperty("java.home"), "bin", name))
                .filter(Files::isExecutable).findFirst().orElseThrow(() -> new ProfileException(
                        "This Java runtime has no jcmd, with which other processes are asked. Run a JDK."));
        try {
            Process asked = new ProcessBuilder(Stream.concat(Stream.of(tool.toString()), words.stream()).toList())
                    .redirectErrorStream(true).start();
            try {
                String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                asked.waitFor();
                return answer;
            } finally {
                asked.destroy();
            }
        } catch (IOException e) {
            throw new ProfileException(tool + " cannot be run: " + e.getMessage(), e);
        }
    }

    /** How much all of it takes. */
    public long bytes() {
        return classes.stream().mapToLong(LiveClass::bytes).sum();
    }

    /** How many objects there are. */
    public long instances() {
        return classes.stream().mapToLong(LiveClass::instances).sum();
    }
}
