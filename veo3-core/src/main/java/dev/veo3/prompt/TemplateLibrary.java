// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Templates in a YAML file, which the Go program {@code go-veo3} reads and writes too. Every call reads the file, so that it
 * sees what others have written; whoever needs many templates takes the list once. A file that is not there is a library
 * without templates.
 *
 * <p>
 * A change is all or nothing: it is written to a part file, forced to the disk, and moved into place. Writers take turns, in
 * this process and among processes that use this class (a lock on the file {@code .NAME.lock} beside it), so that none undoes
 * what another one did. A file that is a symbolic link stays one. Where the system has modes, only the owner may read the file.
 * Fields that this class does not know are kept, and so are comments, except inside a template that is saved anew and in a
 * file that is written in another way than as a list with a dash before each template, each on a line of its own: a list in
 * brackets with templates in it, such as JSON has.
 *
 * <p>
 * Thread-safe. When a call throws, nothing has been changed.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="library"}
 *
 * @since 1.0
 */
public final class TemplateLibrary {
    /** A library of that size would have a hundred thousand templates: it is something else. */
    private static final int LARGEST = 64 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path file;
    private final TimeSource time;

    private TemplateLibrary(Path file, TimeSource time) {
        this.file = file;
        this.time = time;
    }

    /** The library in that file, which need not exist yet. */
    public static TemplateLibrary at(Path file) {
        return at(file, TimeSource.system());
    }

    /** The library in that file, which need not exist yet, with the times that this source tells. */
    public static TemplateLibrary at(Path file, TimeSource time) {
        return new TemplateLibrary(file, time);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * The template of that name; empty when there is none.
     *
     * @throws TemplateLibraryException when the file cannot be read or is no library
     */
    public Optional<SavedTemplate> get(String name) {
        return read().find(name).map(LibraryDocument.Entry::template);
    }

    /**
     * All templates by name.
     *
     * @throws TemplateLibraryException when the file cannot be read or is no library
     */
    public List<SavedTemplate> list() {
        return read().entries().stream().map(LibraryDocument.Entry::template)
                .sorted(Comparator.comparing(SavedTemplate::name)).toList();
    }

    /**
     * The templates that have this tag, by name.
     *
     * @throws TemplateLibraryException when the file cannot be read or is no library
     */
    public List<SavedTemplate> list(String tag) {
        return list().stream().filter(template -> template.tags().contains(tag)).toList();
    }

    /**
     * Adds a template, or puts it in the place of the one with its name, whose first time is kept. When it returns, the template
     * is on the disk.
     *
     * @throws TemplateLibraryException when the file cannot be read or written or is no library
     * @throws InterruptedException when the thread was interrupted before it was its turn to write; later interrupts stay pending
     */
    public SavedTemplate save(TemplateDraft template) throws InterruptedException {
        try (Change change = new Change()) {
            Optional<SavedTemplate> old = change.writer.document().find(template.name())
                    .map(LibraryDocument.Entry::template);
            Instant now = time.now();
            SavedTemplate saved = new SavedTemplate(template, old.isPresent() ? old.get().created() : Optional.of(now),
                    Optional.of(now));
            change.writer.put(saved, Optional.empty());
            change.write();
            return saved;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Takes a template away. When it returns, that is so on the disk.
     *
     * @return whether there was one
     * @throws TemplateLibraryException when the file cannot be read or written or is no library
     * @throws InterruptedException when the thread was interrupted before it was its turn to write; later interrupts stay pending
     */
    public boolean delete(String name) throws InterruptedException {
        try (Change change = new Change()) {
            Optional<LibraryDocument.Entry> old = change.writer.document().find(name);
            if (old.isEmpty()) {
                return false;
            }
            change.writer.remove(old.get());
            change.write();
            return true;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Takes in all templates of another library's file, with their times; one without times gets the present one. When it
     * returns, all of them are on the disk.
     *
     * @param conflicts what happens to a template whose name is taken by one with another prompt, description or tags
     * @throws TemplateLibraryException when one of the files cannot be read or is no library, or when templates are in conflict
     *             and that is refused
     * @throws InterruptedException when the thread was interrupted before it was its turn to write; later interrupts stay pending
     */
    public TemplateImport importFrom(Path source, TemplateImport.OnConflict conflicts) throws InterruptedException {
        if (!Files.exists(source)) {
            throw TemplateLibraryException.about(source, "the library to import does not exist", "Correct the path.");
        }
        List<LibraryDocument.Entry> imported = LibraryReader.read(source, text(source)).entries();
        try (Change change = new Change()) {
            return change.importAll(source, imported, conflicts);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Copies the library, as it is written, to another file, which only its owner may read. When it returns, the copy is on the
     * disk.
     *
     * @param options {@link StandardCopyOption#REPLACE_EXISTING} to replace a file that is there
     * @throws TemplateLibraryException when the library cannot be read or is none, when the other file is there and is not to be
     *             replaced, when it is the library itself, or when it cannot be written
     */
    public void exportTo(Path target, CopyOption... options) {
        LibraryDocument document = read();
        String text = document.text().isBlank() ? LibraryDocument.TEMPLATES + ": []\n" : document.text();
        try {
            Path place = PrivateFiles.locate(target);
            if (Files.exists(place) && Files.exists(file) && Files.isSameFile(place, file)) {
                throw TemplateLibraryException.about(target, "this is the library itself", "Name another file.");
            }
            if (Files.exists(place) && !Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
                throw TemplateLibraryException.about(target, "this file exists already",
                        "Name another one, or say that it is to be replaced.");
            }
            PrivateFiles.replace(place, place.resolveSibling("." + UUID.randomUUID() + ".part"),
                    text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw TemplateLibraryException.about(target, "the library cannot be exported", e,
                    "Name a file that can be written.");
        }
    }

    private LibraryDocument read() {
        return LibraryReader.read(file, Files.exists(file) ? text(file) : "");
    }

    private static String text(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                throw TemplateLibraryException.about(file, "this is no file but a pipe or a device",
                        "Name a library's file.");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            if (bytes.length > LARGEST) {
                throw TemplateLibraryException.about(file, "this file has more than " + (LARGEST >> 20) + " MB",
                        "Name a library's file.");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw TemplateLibraryException.about(file, "this file is not text in UTF-8", "Name a YAML file in UTF-8.");
        } catch (IOException e) {
            throw TemplateLibraryException.about(file, "the library cannot be read", e,
                    "Name a file that can be read.");
        }
    }

    private TemplateLibraryException unwritable(IOException e) {
        return TemplateLibraryException.about(file, "the library cannot be written", e,
                "Name a file that can be written, and look for room on the disk.");
    }

    /** One change of the file, from reading to writing, while it is nobody else's turn. */
    private final class Change implements AutoCloseable {
        private final Path place;
        private final WriterTurn turn;
        private final LibraryWriter writer;

        Change() throws IOException, InterruptedException {
            place = PrivateFiles.locate(file);
            turn = WriterTurn.take(place, time);
            try {
                writer = new LibraryWriter(file, read());
            } catch (TemplateLibraryException e) {
                turn.close();
                throw e;
            }
        }

        TemplateImport importAll(Path source, List<LibraryDocument.Entry> imported, TemplateImport.OnConflict conflicts)
                throws IOException {
            List<String> added = new ArrayList<>();
            List<String> replaced = new ArrayList<>();
            List<String> kept = new ArrayList<>();
            List<LibraryProblem> refused = new ArrayList<>();
            for (LibraryDocument.Entry entry : imported) {
                String name = entry.template().name();
                Optional<LibraryDocument.Entry> old = writer.document().find(name);
                if (old.isEmpty()) {
                    added.add(name);
                    writer.put(dated(entry.template()), Optional.of(entry.node()));
                } else if (old.get().template().content().equals(entry.template().content())) {
                    kept.add(name);
                } else {
                    switch (conflicts) {
                        case KEEP -> kept.add(name);
                        case REPLACE -> {
                            replaced.add(name);
                            writer.put(dated(entry.template()), Optional.of(entry.node()));
                        }
                        case REFUSE -> refused.add(conflict(source, entry));
                    }
                }
            }
            if (!refused.isEmpty()) {
                throw new TemplateLibraryException(refused);
            }
            if (!added.isEmpty() || !replaced.isEmpty()) {
                write();
            }
            return new TemplateImport(added, replaced, kept);
        }

        private SavedTemplate dated(SavedTemplate imported) {
            Instant now = time.now();
            return new SavedTemplate(imported.content(), imported.created().or(() -> Optional.of(now)),
                    imported.updated().or(() -> imported.created()).or(() -> Optional.of(now)));
        }

        private LibraryProblem conflict(Path source, LibraryDocument.Entry entry) {
            return new LibraryProblem(source, LibraryReader.line(entry.node()), LibraryReader.column(entry.node()),
                    "the library " + file + " has another template \"" + entry.template().name() + "\"",
                    "Give one of the two another name, or say which one is to stay.");
        }

        void write() throws IOException {
            Path part = place.resolveSibling("." + place.getFileName() + ".part");
            PrivateFiles.replace(place, part, writer.document().text().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            turn.close();
        }
    }
}
