// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

/** What keys and tokens look like. */
final class Secrets {

    private Secrets() {}

    /** Whether a text can stand in a header as it is: visible ASCII, without a quote or a blank. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\'');
    }
}
