package dev.veo3.video;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a safety filter objected to, by the eight-digit support codes that the service documents in its responsible-AI
 * guidelines for Veo.
 */
public enum SafetyCategory {
    CHILD("58061214", "17301594"), CELEBRITY("29310472", "15236754"), VIDEO_SAFETY("64151117",
            "42237218"), DANGEROUS_CONTENT("62263041"), HATE("57734940", "22137204"), OTHER("74803281", "29578790",
                    "42876398"), PROHIBITED_CONTENT("89371032", "49114662", "63429089", "72817394",
                            "60599140"), THIRD_PARTY_CONTENT("35561574", "35561575"), SEXUAL("90789179",
                                    "43188360"), TOXIC(
                                            "78610348"), VIOLENCE("61493863", "56562880"), VULGAR("32635315");

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
