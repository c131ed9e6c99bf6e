// SPDX-License-Identifier: Apache-2.0
/** Client, request and outcome types, model catalogue, prompt templates, media inspection and emulator. */
// The digit at the end of "veo3" is part of the product's name.
// Google's library for credentials has no descriptor, but its name stands in its manifest.
@SuppressWarnings({"module", "requires-automatic"})
module dev.veo3.core {
    requires static com.google.auth;
    requires static com.google.auth.oauth2;
    requires static org.jspecify;
    requires java.net.http;
    requires jdk.jfr;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports dev.veo3;
    exports dev.veo3.auth;
    exports dev.veo3.emulator;
    exports dev.veo3.error;
    exports dev.veo3.media;
    exports dev.veo3.model;
    exports dev.veo3.prompt;
    exports dev.veo3.time;
    exports dev.veo3.video;
}
