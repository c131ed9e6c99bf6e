// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

class MemoryJournalTest extends JournalContract {

    @Override
    Journal create() {
        return Journal.memory();
    }
}
