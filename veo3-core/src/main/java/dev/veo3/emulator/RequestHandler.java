// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Answer;
import dev.veo3.emulator.http.Handler;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Operations;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request from its route, past its credentials and its faults, to its answer, and counts it. */
final class RequestHandler implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final List<Route> routes;
    private final Gate gate;
    private final FaultBook faults;
    private final Outcomes outcomes;
    private final Operations operations;
    private final Traffic traffic;

    RequestHandler(List<Route> routes, Gate gate, FaultBook faults, Outcomes outcomes, Operations operations,
            Traffic traffic) {
        this.routes = List.copyOf(routes);
        this.gate = gate;
        this.faults = faults;
        this.outcomes = outcomes;
        this.operations = operations;
        this.traffic = traffic;
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        boolean elsewhere = OtherHost.serves(request);
        Request here = elsewhere ? OtherHost.here(request) : request;
        Optional<Route> route = routes.stream().filter(one -> one.serves(here.method(), here.path()))
                .filter(one -> !elsewhere || one.purpose() == Purpose.DOWNLOAD).findFirst();
        Answer answer = answer(here, route, elsewhere);
        // Counted first: who has the answer finds it in the ledger.
        int status = traffic.count(route.map(Route::purpose), answer);
        LOG.debug("{} {}: {}", request.method(), request.path(), status == Ledger.NO_ANSWER ? "no answer" : status);
        return answer;
    }

    private Answer answer(Request request, Optional<Route> found, boolean elsewhere)
            throws IOException, InterruptedException {
        if (found.isEmpty()) {
            return new Answer.Whole(JsonReply.error(ApiError.notFound("The emulator does not serve " + request.method()
                    + " " + request.path() + ". It serves: "
                    + routes.stream().map(Route::description).collect(Collectors.joining(", ")))));
        }
        Route route = found.get();
        Optional<FaultRule.Stage> stage = elsewhere ? Optional.empty() : stage(route.purpose());
        String owner;
        try {
            owner = gate.owner(elsewhere ? Access.FOREIGN : route.access(), request);
        } catch (ApiError e) {
            // The front end looks at credentials, and words its refusals the same on every wire.
            return new Answer.Whole(JsonReply.error(e));
        }
        if (stage.isPresent() && faults.strikesUnread(stage.get())) {
            return new Answer.Reset();
        }
        try {
            return switch (route.call(request, owner)) {
                case Call.Submit submit -> submit(new Disturbance(route, request, owner), submit);
                case Call.Other other -> {
                    Optional<Fault> fault = stage.isPresent() && other.submission().isPresent()
                            ? faults.strike(stage.get(), other.submission().get())
                            : Optional.empty();
                    yield new Disturbance(route, request, owner).answer(fault, () -> other.work().reply());
                }
            };
        } catch (ApiError e) {
            return new Answer.Whole(route.refusal(e));
        } catch (RuntimeException e) {
            LOG.error("The emulator failed at {} {}", request.method(), request.path(), e);
            return new Answer.Whole(
                    route.refusal(ApiError.of(500, "The emulator failed, which is its own fault: " + e)));
        }
    }

    private Answer submit(Disturbance disturbance, Call.Submit submit) throws ApiError, InterruptedException {
        Optional<Fault> fault = faults.strike(FaultRule.Stage.SUBMIT, submit.submission());
        if (fault.isPresent() && fault.get() instanceof Fault.ModelRetired) {
            throw submit.modelNotFound();
        }
        return disturbance.answer(fault, () -> {
            Operation operation = operations.accept(submit.submission(), outcomes.of(submit.submission(), fault));
            return submit.acceptance().accepted(operation);
        });
    }

    private static Optional<FaultRule.Stage> stage(Purpose purpose) {
        return switch (purpose) {
            case SUBMIT -> Optional.of(FaultRule.Stage.SUBMIT);
            case POLL -> Optional.of(FaultRule.Stage.POLL);
            case DOWNLOAD -> Optional.of(FaultRule.Stage.DOWNLOAD);
            case LIST, CANCEL, DELETE, MODELS, LEDGER -> Optional.empty();
        };
    }
}
