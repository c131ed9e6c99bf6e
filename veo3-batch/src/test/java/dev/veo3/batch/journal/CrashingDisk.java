// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The disk of a machine that goes down at a given step. After {@link #crash} the files are what a disk may have kept: of a file
 * what was forced, of a directory the names that were there when it was forced; or, when only the program went down, everything
 * that was done.
 */
final class CrashingDisk implements Disk {
    private final int last;
    private final List<String> steps = new ArrayList<>();
    /** What each name stands for now, and what it would stand for after a crash. */
    private final Map<Path, Content> names = new HashMap<>();
    private final Map<Path, Content> forcedNames = new HashMap<>();

    /** What is in a file, whatever its name. */
    private static final class Content {
        private byte[] forced = {};
    }

    /** The machine goes down in this step, counted from 1, before it has done anything or half of it. */
    CrashingDisk(int last, Path directory) throws IOException {
        this.last = last;
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Content content = new Content();
                    content.forced = Files.readAllBytes(file);
                    names.put(file, content);
                    forcedNames.put(file, content);
                }
            }
        }
    }

    /** What was done; the last one not, or by half. */
    List<String> steps() {
        return steps;
    }

    /** Whether the machine has gone down. */
    boolean isDown() {
        return steps.size() >= last;
    }

    private void step(String what) throws IOException {
        steps.add(what);
        if (steps.size() >= last) {
            throw new IOException("the machine is down");
        }
    }

    @Override
    public Writable open(Path file) throws IOException {
        step("open " + file.getFileName());
        Content content = names.computeIfAbsent(file, name -> new Content());
        return new OpenFile(file, content, SystemDisk.INSTANCE.open(file));
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        step("replace " + file.getFileName());
        SystemDisk.INSTANCE.replace(file, by);
        names.put(file, names.remove(by));
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete " + file.getFileName());
        SystemDisk.INSTANCE.delete(file);
        names.remove(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step("create " + directory.getFileName());
        SystemDisk.INSTANCE.createDirectory(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step("force the directory");
        forcedNames.keySet().removeIf(name -> directory.equals(name.getParent()));
        names.forEach((name, content) -> {
            if (directory.equals(name.getParent())) {
                forcedNames.put(name, content);
            }
        });
    }

    /** The machine comes up again, and its disk has kept no more than it had to. */
    void crash() throws IOException {
        Map<Path, byte[]> kept = new TreeMap<>();
        forcedNames.forEach((name, content) -> kept.put(name, content.forced));
        for (Path name : names.keySet()) {
            Files.deleteIfExists(name);
        }
        for (Map.Entry<Path, byte[]> file : kept.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private final class OpenFile implements Writable {
        private final Path file;
        private final Content content;
        private final Writable real;

        private OpenFile(Path file, Content content, Writable real) {
            this.file = file;
            this.content = content;
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            try {
                step("write " + file.getFileName());
            } catch (IOException e) {
                if (steps.size() == last) {
                    ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
                    real.write(half, position);
                }
                throw e;
            }
            real.write(bytes, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            step("truncate " + file.getFileName());
            real.truncate(size);
        }

        @Override
        public void force() throws IOException {
            step("force " + file.getFileName());
            content.forced = Files.readAllBytes(file);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
