package dev.veo3.batch.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends DurableJournalContract {

    @TempDir
    private Path directory;

    @Override
    Journal create() {
        return openAgain();
    }

    @Override
    Journal openAgain() {
        return Journal.open(directory.resolve("a/b/jobs.journal"));
    }
}
