package dev.veo3.emulator;

import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Shows the ledger: {@code GET /emulator/ledger}. */
final class LedgerRoute implements Route {

    private static final String PATH = "/emulator/ledger";

    private final Supplier<Ledger> ledger;

    LedgerRoute(Supplier<Ledger> ledger) {
        this.ledger = ledger;
    }

    @Override
    public Ledger.Route counted() {
        return Ledger.Route.LEDGER;
    }

    @Override
    public String description() {
        return "GET " + PATH;
    }

    @Override
    public boolean guarded() {
        return false;
    }

    @Override
    public boolean serves(String method, String path) {
        return method.equals("GET") && path.equals(PATH);
    }

    @Override
    public Reply answer(Request request) {
        Ledger snapshot = ledger.get();
        return Reply.streamedJson(json -> write(json, snapshot));
    }

    private static void write(JsonGenerator json, Ledger ledger) {
        json.writeStartObject();
        json.writeNumberProperty("billedSeconds", ledger.billedSeconds());
        json.writeArrayPropertyStart("entries");
        for (Ledger.Entry entry : ledger.entries()) {
            json.writeStartObject();
            json.writeStringProperty("operation", entry.operation());
            if (entry.job().isPresent()) {
                json.writeStringProperty("job", entry.job().get());
            }
            json.writeStringProperty("bodyHash", entry.bodyHash());
            json.writeStringProperty("model", entry.model());
            json.writeStringProperty("acceptedAt", entry.acceptedAt().toString());
            json.writeStringProperty("state", entry.state().name());
            json.writeNumberProperty("seconds", entry.seconds());
            json.writeNumberProperty("samples", entry.samples());
            json.writeNumberProperty("billedSeconds", entry.billedSeconds());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("requests");
        for (Ledger.Requests group : ledger.requests()) {
            json.writeStartObject();
            json.writeStringProperty("route", group.route().name());
            json.writeNumberProperty("status", group.status());
            json.writeNumberProperty("count", group.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
