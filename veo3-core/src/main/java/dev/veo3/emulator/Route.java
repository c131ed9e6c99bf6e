package dev.veo3.emulator;

import dev.veo3.emulator.wire.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One kind of request that the emulator answers. */
interface Route {

    /** What is counted in the ledger. */
    Ledger.Route counted();

    /** Method and path for people to read, for the answer to a request that nothing serves. */
    String description();

    /** True when requests need a bearer token. */
    default boolean guarded() {
        return true;
    }

    /** Whether this request is for this route. */
    boolean serves(String method, String path);

    /**
     * Carries out a request that {@link #serves} has said yes to.
     *
     * @throws ApiError when it is refused
     * @throws IOException when the connection breaks
     */
    Reply answer(Request request) throws ApiError, IOException;

    /**
     * A request.
     *
     * @param path undecoded, without the query
     * @param query undecoded; empty when there is none
     * @param range the header {@code Range}
     * @param body the body, which may be left unread
     */
    record Request(String path, String query, Optional<String> range, InputStream body) {}
}
