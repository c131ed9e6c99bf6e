// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.JsonReply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Shows the ledger: {@code GET /emulator/ledger}, of one job with {@code ?job=}. */
final class LedgerRoute extends PathRoute {

    private static final String PATH = "/emulator/ledger";

    private final Supplier<Ledger> ledger;

    LedgerRoute(Supplier<Ledger> ledger) {
        super(Purpose.LEDGER, Access.OPEN, "GET", Pattern.compile(PATH), PATH + "[?job={label or hash}]");
        this.ledger = ledger;
    }

    @Override
    public Call call(Request request, String owner) {
        Optional<String> job = request.parameter("job");
        return Call.plain(() -> {
            Ledger snapshot = ledger.get();
            List<Ledger.Entry> entries = job.map(snapshot::entriesFor).orElseGet(snapshot::entries);
            return JsonReply.streamed(json -> write(json, snapshot, entries));
        });
    }

    private static void write(JsonGenerator json, Ledger ledger, List<Ledger.Entry> entries) {
        json.writeStartObject();
        json.writeNumberProperty("billedSeconds", ledger.billedSeconds());
        json.writeNumberProperty("billedUsd", ledger.billedUsd());
        json.writeNumberProperty("forgotten", ledger.forgotten().submissions());
        json.writeArrayPropertyStart("entries");
        entries.forEach(entry -> write(json, entry));
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

    private static void write(JsonGenerator json, Ledger.Entry entry) {
        json.writeStartObject();
        json.writeStringProperty("operation", entry.operation());
        if (entry.job().isPresent()) {
            json.writeStringProperty("job", entry.job().get());
        }
        json.writeStringProperty("bodyHash", entry.bodyHash());
        json.writeNumberProperty("attempt", entry.attempt());
        json.writeStringProperty("model", entry.model());
        json.writeStringProperty("acceptedAt", entry.acceptedAt().toString());
        json.writeStringProperty("state", entry.state().name());
        json.writeNumberProperty("seconds", entry.seconds());
        json.writeNumberProperty("samples", entry.samples());
        json.writeNumberProperty("billedSeconds", entry.billedSeconds());
        Optional<BigDecimal> usd = entry.billedUsd();
        if (usd.isPresent()) {
            json.writeNumberProperty("billedUsd", usd.get());
        }
        json.writeEndObject();
    }
}
