// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.video.VideoRequest;

/** Manifests for tests of the engine, whose jobs need no files. */
final class Manifests {

    private Manifests() {}

    /** Jobs {@code job0}, {@code job1} and so on. */
    static BatchManifest.Builder of(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int i = 0; i < jobs; i++) {
            manifest.job("job" + i, VideoRequest.text("A sunset, take " + i), "job" + i + ".mp4");
        }
        return manifest;
    }
}
