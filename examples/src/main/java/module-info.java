// SPDX-License-Identifier: Apache-2.0
/** One small program for each task, the demo, and the command line. */
// The digit in "veo3" is part of the product's name.
// Some libraries have no descriptor; their names are those of their files, or stand in their manifests.
@SuppressWarnings({"module", "requires-automatic"})
module dev.veo3.examples {
    requires transitive dev.veo3.batch;
    requires static org.jspecify;
    // Optional for the library: who runs workers names it.
    requires com.github.kagkarlsson.scheduler;
    requires com.zaxxer.hikari;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires micrometer.core;
    requires org.jline.terminal;

    exports dev.veo3.examples.task;

    opens dev.veo3.examples to info.picocli;
}
