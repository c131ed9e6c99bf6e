// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.ServedModel;
import dev.veo3.transport.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;

/**
 * Asks for models and reads the answers, which have the same shape on both platforms under other names. Thread-safe.
 *
 * @param listField in which the models of a list stand
 * @param versionField in which a model's version stands
 */
public record ModelAnswers(Exchanges exchanges, Platform platform, String listField, String versionField) {
    // With 1000 models a page: more than any service has, and an end for one that never stops.
    private static final int MOST_PAGES = 100;

    private record Page(List<ServedModel> models, String next) {}

    /**
     * All pages of a list.
     *
     * @param page the call for the page of that token, which is empty for the first
     */
    public List<ServedModel> list(Function<String, Call> page) throws InterruptedException {
        String what = "Listing the models of " + platform.title();
        List<ServedModel> all = new ArrayList<>();
        String token = "";
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Page read = exchanges.ask(page.apply(token), what, this::page);
            all.addAll(read.models());
            if (read.next().isEmpty()) {
                return List.copyOf(all);
            }
            token = read.next();
        }
        throw new VeoProtocolException(what + " did not end: there is a page behind the " + MOST_PAGES + "th", token);
    }

    /** One model; empty when the service answers that there is none of that name. */
    public Optional<ServedModel> find(ModelId id, Call call) throws InterruptedException {
        String what = "Asking for the model " + id;
        try {
            Optional<ServedModel> model = exchanges.ask(call, what, this::model);
            if (model.isEmpty()) {
                throw new VeoProtocolException("The answer to asking for the model " + id + " names none", "");
            }
            return model;
        } catch (VeoServiceException e) {
            if (e.error().httpStatus() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Page page(InputStream answer) throws IOException {
        List<ServedModel> models = new ArrayList<>();
        StringBuilder next = new StringBuilder();
        JsonWalk.object(answer, (name, json) -> {
            if (name.equals(listField)) {
                JsonWalk.eachElement(json, element -> {
                    Fields fields = new Fields();
                    JsonWalk.eachField(element, fields);
                    fields.model().ifPresent(models::add);
                });
            } else if (name.equals("nextPageToken")) {
                next.append(JsonWalk.text(json));
            } else if (name.equals("error")) {
                // Without models it would look like a list of none, and be remembered as one.
                throw new StreamReadException(json, "An error came with a status of success");
            }
        });
        return new Page(models, next.toString());
    }

    private Optional<ServedModel> model(InputStream answer) throws IOException {
        Fields fields = new Fields();
        JsonWalk.object(answer, fields);
        return fields.model();
    }

    /** The fields of one model. One for each. */
    private final class Fields implements JsonWalk.FieldReader {
        private String name = "";
        private String title = "";
        private String version = "";
        private String stage = "";

        @Override
        public void read(String field, JsonParser json) {
            if (field.equals(versionField)) {
                version = JsonWalk.text(json);
                return;
            }
            switch (field) {
                case "name" -> name = JsonWalk.text(json);
                case "displayName" -> title = JsonWalk.text(json);
                case "launchStage" -> stage = JsonWalk.text(json);
                default -> {
                }
            }
        }

        /** Empty when there is no name by which it could be asked for a video. */
        Optional<ServedModel> model() {
            return ModelId.parse(name.substring(name.lastIndexOf('/') + 1))
                    .map(id -> new ServedModel(id, platform, some(title), some(version), some(stage)));
        }

        private static Optional<String> some(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }
}
