// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who called whom, and what it took. It holds a bounded number of calls: when there are more, the smallest are taken into their
 * callers.
 */
final class CallTree {
    private static final int MOST = 200_000;

    private final int most;
    private final Call root = new Call("(all)");
    private int calls;

    /** A method as it was called along one path. */
    static final class Call {
        private final String method;
        private final Map<String, Call> callees = new HashMap<>();
        private long total;
        private long self;

        private Call(String method) {
            this.method = method;
        }

        String method() {
            return method;
        }

        long total() {
            return total;
        }

        long self() {
            return self;
        }

        /** The largest first. */
        List<Call> callees() {
            List<Call> sorted = new ArrayList<>(callees.values());
            sorted.sort(Comparator.comparingLong(Call::total).reversed().thenComparing(Call::method));
            return sorted;
        }
    }

    CallTree() {
        this(MOST);
    }

    CallTree(int most) {
        this.most = most;
    }

    Call root() {
        return root;
    }

    /** How many calls it holds. */
    int size() {
        return calls;
    }

    void add(List<Frame> innermostFirst, long weight) {
        Call call = root;
        call.total += weight;
        for (Frame frame : innermostFirst.reversed()) {
            Call callee = call.callees.get(frame.method());
            if (callee == null) {
                callee = new Call(frame.method());
                call.callees.put(frame.method(), callee);
                calls++;
            }
            callee.total += weight;
            call = callee;
        }
        call.self += weight;
        for (long small = Math.max(1, root.total / most); calls > most; small *= 2) {
            takeIn(root, small);
            calls = count(root);
        }
    }

    private static void takeIn(Call caller, long small) {
        caller.callees.values().removeIf(callee -> callee.total <= small);
        caller.callees.values().forEach(callee -> takeIn(callee, small));
    }

    private static int count(Call caller) {
        return caller.callees.values().stream().mapToInt(callee -> 1 + count(callee)).sum();
    }
}
