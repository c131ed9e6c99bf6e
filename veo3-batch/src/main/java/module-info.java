// SPDX-License-Identifier: Apache-2.0
/** Manifest, plan, limits, engine and report. */
// The digit in "veo3" is part of the product's name.
// The histograms' library has no descriptor, and its name is that of its file; Micrometer's name stands in its manifest.
@SuppressWarnings({"module", "requires-automatic"})
module dev.veo3.batch {
    requires transitive dev.veo3.core;
    requires transitive java.sql;
    requires static org.jspecify;
    requires static com.github.kagkarlsson.scheduler;
    requires static micrometer.core;
    requires HdrHistogram;
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;

    exports dev.veo3.batch;
    exports dev.veo3.batch.cluster;
    exports dev.veo3.batch.doctor;
    exports dev.veo3.batch.event;
    exports dev.veo3.batch.execute;
    exports dev.veo3.batch.journal;
    exports dev.veo3.batch.limit;
    exports dev.veo3.batch.manifest;
    exports dev.veo3.batch.metrics;
    exports dev.veo3.batch.micrometer;
    exports dev.veo3.batch.plan;
    exports dev.veo3.batch.profile;
    exports dev.veo3.batch.report;
    exports dev.veo3.batch.tune;
}
