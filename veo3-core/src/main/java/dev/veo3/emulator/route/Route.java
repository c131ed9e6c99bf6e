// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.io.IOException;

/** One kind of request that the emulator answers. Called by many threads at once. */
public interface Route {

    /** What such a request wants. */
    Purpose purpose();

    /** Method and path for people to read, for the answer to a request that nothing serves. */
    String description();

    /** Which credentials it needs. */
    Access access();

    /** Whether this request is for this route. */
    boolean serves(String method, String path);

    /**
     * Reads and checks a request that {@link #serves} has said yes to. Nothing has been carried out when this returns.
     *
     * @param owner whose credentials came along: a project, or the project of an API key
     * @throws ApiError when it is refused
     * @throws IOException when the connection breaks
     */
    Call call(Request request, String owner) throws ApiError, IOException;

    /** How this wire words a refusal. */
    default Reply refusal(ApiError error) {
        return JsonReply.error(error);
    }
}
