// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a safety filter objected to, by the eight-digit support codes that the service documents in its responsible-AI
 * guidelines for Veo.
 *
 * @since 1.0
 */
public enum SafetyCategory {
    /** A child, where the request or the account does not allow one. */
    CHILD("58061214", "17301594"),
    /** The likeness of a well-known person. */
    CELEBRITY("29310472", "15236754"),
    /** A general rule for videos. */
    VIDEO_SAFETY("64151117", "42237218"),
    /** Something dangerous. */
    DANGEROUS_CONTENT("62263041"),
    /** Hate. */
    HATE("57734940", "22137204"),
    /** Another rule, which the service does not name. */
    OTHER("74803281", "29578790", "42876398"),
    /** Something that is prohibited, whatever the settings. */
    PROHIBITED_CONTENT("89371032", "49114662", "63429089", "72817394", "60599140"),
    /** Somebody else's content. */
    THIRD_PARTY_CONTENT("35561574", "35561575"),
    /** Something sexual. */
    SEXUAL("90789179", "43188360"),
    /** Something toxic. */
    TOXIC("78610348"),
    /** Violence. */
    VIOLENCE("61493863", "56562880"),
    /** Something vulgar. */
    VULGAR("32635315");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> codes;

    SafetyCategory(String... codes) {
        this.codes = List.of(codes);
    }

    /** The category of a support code; empty for a code that is not documented. */
    public static Optional<SafetyCategory> of(String supportCode) {
        return Arrays.stream(values()).filter(category -> category.codes.contains(supportCode)).findFirst();
    }
}
