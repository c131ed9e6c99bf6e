// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Answer;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What becomes of a request when a fault strikes it, and whether it is carried out. */
final class Disturbance {

    /** Carries the request out. */
    @FunctionalInterface
    interface Work {
        Reply reply() throws ApiError, InterruptedException;
    }

    private final Route route;
    private final Request request;
    private final String owner;

    Disturbance(Route route, Request request, String owner) {
        this.route = route;
        this.request = request;
        this.owner = owner;
    }

    Answer answer(Optional<Fault> fault, Work work) throws ApiError, InterruptedException {
        return switch (fault.orElse(null)) {
            case null -> new Answer.Whole(work.reply());
            case Fault.Status status -> new Answer.Whole(error(status));
            case Fault.TooManyRequests tooMany -> new Answer.Whole(error(tooMany));
            case Fault.ResetBeforeBody reset -> new Answer.Reset();
            case Fault.ResetAfterBody reset -> new Answer.Reset();
            case Fault.Stall stall -> new Answer.Silence();
            case Fault.Late late -> new Answer.Late(work.reply(), late.time());
            case Fault.Slow slow -> new Answer.Slow(work.reply(), slow.bytesPerSecond());
            case Fault.CutMidBody cut -> new Answer.Cut(work.reply(), cut.bytes());
            case Fault.Truncated truncated -> new Answer.Whole(truncated(work.reply(), truncated.percent()));
            case Fault.RedirectToOtherHost redirect -> new Answer.Whole(OtherHost.redirect(request, owner));
            case Fault.ReplyLostAfterAcceptance lost -> {
                work.reply();
                yield new Answer.Closed();
            }
            case Fault.ResetAfterAcceptance reset -> {
                work.reply();
                yield new Answer.Reset();
            }
            case Fault.ModelRetired retired -> throw new IllegalArgumentException("A submission is refused earlier");
            case Fault.OfOutcome outcome -> new Answer.Whole(work.reply());
        };
    }

    private Reply error(Fault.Status status) {
        ApiError error = ApiError.of(status.code(),
                "The emulator was told to answer with status " + status.code() + ".");
        // It is the front end that puts errors into an array, in its own words.
        return status.array() ? JsonReply.error(error, true, Optional.empty()) : route.refusal(error);
    }

    private Reply error(Fault.TooManyRequests tooMany) {
        Reply reply = route.refusal(ApiError.exhausted("Resource has been exhausted (the emulator was told so).",
                tooMany.retryInfo()));
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.putAll(JsonReply.retryAfter(tooMany.retryAfter()));
        return new Reply(reply.status(), headers, reply.length(), reply.body());
    }

    /** Descriptions of files are left alone. */
    private static Reply truncated(Reply reply, int percent) {
        return Results.MIME_TYPE.equals(reply.headers().get("Content-Type"))
                ? reply.firstBytes(reply.length() * percent / 100)
                : reply;
    }
}
