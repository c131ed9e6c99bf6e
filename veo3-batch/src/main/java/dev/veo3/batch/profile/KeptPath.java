// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedObject;
import org.jspecify.annotations.Nullable;

/** The path from a kept object to what the garbage collector starts from, in words. */
final class KeptPath {
    private static final int LONGEST = 200;

    private KeptPath() {}

    /** From the object outwards; empty when the recording has no path. */
    static List<String> of(RecordedObject object, @Nullable RecordedObject root) {
        List<String> path = new ArrayList<>();
        RecordedObject referrer = object.getValue("referrer");
        while (referrer != null && path.size() < LONGEST) {
            int skipped = referrer.getInt("skip");
            if (skipped > 0) {
                path.add(skipped + " more");
            }
            RecordedObject holder = referrer.getValue("object");
            if (holder == null) {
                break;
            }
            path.add(step(referrer, holder));
            referrer = holder.getValue("referrer");
        }
        if (root != null) {
            path.add(root(root));
        }
        return List.copyOf(path);
    }

    private static String step(RecordedObject referrer, RecordedObject holder) {
        RecordedObject field = referrer.getValue("field");
        RecordedObject array = referrer.getValue("array");
        String type = typeName(holder.getClass("type"));
        String described = Objects.requireNonNullElse(holder.getString("description"), "");
        if (field != null && type.equals("java.lang.Class")) {
            // Described as "Class Name: dev.veo3.Main".
            return "static " + field.getString("name") + " of " + described.replaceFirst("^Class Name: ", "");
        }
        String of = " of " + type + (described.isEmpty() ? "" : " (" + described + ")");
        if (field != null) {
            return field.getString("name") + of;
        }
        return (array == null ? "reference" : "element") + of;
    }

    private static String root(RecordedObject root) {
        return "root: " + Stream.of(root.getString("type"), root.getString("system"), root.getString("description"))
                .filter(text -> text != null && !text.isBlank() && !text.equals("<unknown>"))
                .collect(Collectors.joining(", "));
    }

    private static String typeName(@Nullable RecordedClass type) {
        return type == null ? "(unknown class)" : TypeNames.readable(type.getName());
    }
}
