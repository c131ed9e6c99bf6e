package dev.veo3.batch.journal;

class MemoryJournalTest extends JournalContract {

    @Override
    Journal create() {
        return Journal.memory();
    }
}
