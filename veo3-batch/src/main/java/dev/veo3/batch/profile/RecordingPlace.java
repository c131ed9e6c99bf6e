// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a recording goes: into a part file first.
 *
 * @param page where its flame graph goes
 * @param replacing whether an earlier profile that is there is replaced
 */
record RecordingPlace(Path file, Path part, Path page, boolean replacing) {

    /**
     * The place of that name, of which nothing is made yet.
     *
     * @throws ProfileException when no recording can ever be there
     */
    static RecordingPlace of(Path file, boolean replacing) {
        Path name = Optional.ofNullable(file.getFileName()).filter(last -> !last.toString().isEmpty())
                .orElseThrow(() -> new ProfileException(
                        "\"" + file + "\" is no name of a file. Name one for the recording, such as cpu.jfr."));
        Path part = file.resolveSibling("." + name + "-" + UUID.randomUUID() + ".part");
        RecordingPlace place = new RecordingPlace(file, part, pageOf(file), replacing);
        refuseOthers(file, "recording", RecordingStructure::isRecording);
        refuseOthers(place.page, "flame graph", FlamePage::isOurs);
        return place;
    }

    /**
     * Makes its directory.
     *
     * @throws ProfileException when there is a profile that is not to be replaced, or the directory cannot be made
     */
    void claim() {
        if (!replacing) {
            Stream.of(file, page).filter(RecordingPlace::isTaken).findFirst().ifPresent(RecordingPlace::refuseExisting);
        }
        try {
            Files.createDirectories(Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow());
        } catch (IOException e) {
            throw new ProfileException(
                    file + ": its directory cannot be made: " + FileTrouble.of(e) + ". Name another file.", e);
        }
    }

    /** {@code cpu.html} beside {@code cpu.jfr}. */
    static Path pageOf(Path recording) {
        String name = String.valueOf(recording.getFileName());
        String stem = name.endsWith(".jfr") && name.length() > 4 ? name.substring(0, name.length() - 4) : name;
        return recording.resolveSibling(stem + ".html");
    }

    private static boolean isTaken(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    /** What a batch has paid for may be in it: a journal, results, a video. */
    private static void refuseOthers(Path target, String kind, Predicate<Path> isOne) {
        if (Files.isDirectory(target)) {
            throw new ProfileException(target + ": this is a directory. Name a file for the recording.");
        }
        if (isTaken(target) && !isOne.test(target)) {
            throw new ProfileException(
                    target + ": this file is no " + kind + ", and is not replaced. Name another file for the profile.");
        }
    }

    /** Moves the recording, which is whole now, to where it belongs. */
    void moveIntoPlace() {
        try {
            if (replacing) {
                if (isTaken(file) && !RecordingStructure.isRecording(file)) {
                    throw new ProfileException(file + ": there is a file here that no profile was written to."
                            + " The recording is kept in " + part + ".");
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(part, file);
            }
        } catch (FileAlreadyExistsException e) {
            throw new ProfileException(file + ": the file came while the batch ran. The recording is kept in " + part
                    + ".", e);
        } catch (IOException e) {
            throw new ProfileException(
                    file + ": the recording cannot be moved here: " + FileTrouble.of(e) + ". It is kept in " + part
                            + ".",
                    e);
        }
    }

    private static void refuseExisting(Path target) {
        throw new ProfileException(
                target + ": the file is there already. Name another, or replace it (replacingFiles(), --replace-profiles).");
    }
}
