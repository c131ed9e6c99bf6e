// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

import dev.veo3.emulator.http.Request;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route that is known by a method and by what its paths look like. */
public abstract class PathRoute implements Route {
    private final Purpose purpose;
    private final Access access;
    private final String method;
    private final Pattern path;
    private final String shown;

    /**
     * What such a request looks like.
     *
     * @param path what the whole path matches
     * @param shown the path for people to read
     */
    protected PathRoute(Purpose purpose, Access access, String method, Pattern path, String shown) {
        this.purpose = purpose;
        this.access = access;
        this.method = method;
        this.path = path;
        this.shown = shown;
    }

    @Override
    public final Purpose purpose() {
        return purpose;
    }

    @Override
    public final String description() {
        return method + " " + shown;
    }

    @Override
    public final Access access() {
        return access;
    }

    @Override
    public final boolean serves(String asked, String at) {
        return asked.equals(method) && path.matcher(at).matches();
    }

    /** The parts of the path of a request that this route {@linkplain #serves serves}. */
    protected final MatchResult parts(Request request) {
        Matcher matcher = path.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a path of this route: " + request.path());
        }
        return matcher.toMatchResult();
    }
}
