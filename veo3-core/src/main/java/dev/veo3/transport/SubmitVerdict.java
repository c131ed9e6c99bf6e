// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a request that costs money, from what came back. Pure functions, and the only place that decides it: a request may
 * be sent again only after {@link SubmitOutcome.Refused} and {@link SubmitOutcome.NotSent}.
 */
public final class SubmitVerdict {

    /** The answers that exclude that the service took the request. A 408 or a 5xx may come from a front end that did pass it on. */
    private static final Set<Integer> DEFINITE_REFUSALS = Set.of(400, 401, 403, 404, 405, 411, 412, 413, 414, 415, 422,
            429);

    private SubmitVerdict() {}

    /**
     * An answer with a 2xx status, and the operation name that could be read in it. Without one, the beginning of the answer goes into
     * the reason: it may be the only trace of an operation that is paid for. An error that came instead, alone or in an array, refuses
     * nothing: the status says that all went well, and a front end may have written it behind the service's back.
     */
    public static SubmitOutcome ofSuccess(int status, Optional<OperationName> name, String answer) {
        return name.<SubmitOutcome>map(SubmitOutcome.Accepted::new)
                .orElseGet(() -> new SubmitOutcome.Ambiguous(String.valueOf(new VeoProtocolException(
                        "The service answered HTTP " + status + " without an operation name that can be read"
                                + ServiceErrors.errorIn(answer).map(error -> ", but with an error: " + error)
                                        .orElse(""),
                        answer).getMessage())));
    }

    /** An answer with any other status. */
    public static SubmitOutcome ofError(ServiceError error) {
        return DEFINITE_REFUSALS.contains(error.httpStatus())
                ? new SubmitOutcome.Refused(error)
                : new SubmitOutcome.Ambiguous("The service answered " + error.describe()
                        + ", which does not exclude that it took the request");
    }

    /** An answer with any other status to a request that did not leave whole. A definite refusal tells more than that. */
    public static SubmitOutcome ofErrorBeforeSending(ServiceError error) {
        return DEFINITE_REFUSALS.contains(error.httpStatus())
                ? new SubmitOutcome.Refused(error)
                : new SubmitOutcome.NotSent("The answer was " + error.describe()
                        + " before the request had left whole" + (error.httpStatus() == 407
                                ? ". A proxy wants credentials of its own: name one that does not with proxy(…)"
                                : ""));
    }

    /** No answer. */
    public static SubmitOutcome ofSilence(IOException failure) {
        if (failure instanceof UnsentException) {
            return new SubmitOutcome.NotSent(reason(failure));
        }
        return new SubmitOutcome.Ambiguous(
                "The request may have reached the service, but no whole answer came back: " + reason(failure));
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
