// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.PermitGate.Permits;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** The permit gate, asked by two threads at the same moment. */
public class PermitGateStress {

    private static PermitGate full(int limit) {
        PermitGate gate = new PermitGate(limit);
        for (int i = 0; i < limit; i++) {
            gate.tryAcquire();
        }
        return gate;
    }

    /** One permit is free, and two threads want it. */
    @JCStressTest
    @Outcome(id = {"true, false, 1", "false, true, 1"}, expect = Expect.ACCEPTABLE, desc = "One of them gets it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both of them or none.")
    @State
    public static class TheLastPermit {
        private final PermitGate gate = new PermitGate(1);

        @Actor
        public void first(ZZI_Result r) {
            r.r1 = gate.tryAcquire();
        }

        @Actor
        public void second(ZZI_Result r) {
            r.r2 = gate.tryAcquire();
        }

        @Arbiter
        public void count(ZZI_Result r) {
            r.r3 = gate.snapshot().inUse();
        }
    }

    /** One permit is too many, and two threads ask whether they keep theirs. */
    @JCStressTest
    @Outcome(id = {"true, false, 1",
        "false, true, 1"}, expect = Expect.ACCEPTABLE, desc = "One of them gives its permit up.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both of them or none.")
    @State
    public static class OnePaysTheDebt {
        private final PermitGate gate = full(2);

        public OnePaysTheDebt() {
            gate.limit(1);
        }

        @Actor
        public void first(ZZI_Result r) {
            r.r1 = gate.keeps();
        }

        @Actor
        public void second(ZZI_Result r) {
            r.r2 = gate.keeps();
        }

        @Arbiter
        public void count(ZZI_Result r) {
            r.r3 = gate.snapshot().inUse();
        }
    }

    /** The debt may be paid by a thread that ends, by one that asks, or be forgiven by a limit that rises. */
    @JCStressTest
    @Outcome(id = {"0, 1, 2",
        "1, 1, 2"}, expect = Expect.ACCEPTABLE, desc = "The limit is 2, and whoever has a permit is counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost or counted twice.")
    @State
    public static class TheLimitRisesWhileADebtIsPaid {
        private final PermitGate gate = full(2);

        public TheLimitRisesWhileADebtIsPaid() {
            gate.limit(1);
        }

        @Actor
        public void asks(III_Result r) {
            r.r1 = gate.keeps() ? 1 : 0;
        }

        @Actor
        public void rises() {
            gate.limit(2);
        }

        @Arbiter
        public void count(III_Result r) {
            Permits permits = gate.snapshot();
            // The other permit has stayed where it was.
            r.r2 = permits.inUse() - r.r1;
            r.r3 = permits.limit();
        }
    }

    /** A permit comes back while another thread wants one. */
    @JCStressTest
    @Outcome(id = {"0, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "What was given out is in use.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost or counted twice.")
    @State
    public static class APermitChangesHands {
        private final PermitGate gate = full(1);

        @Actor
        public void givesBack() {
            gate.release();
        }

        @Actor
        public void takes(III_Result r) {
            r.r1 = gate.tryAcquire() ? 1 : 0;
        }

        @Arbiter
        public void count(III_Result r) {
            r.r2 = gate.snapshot().inUse();
            r.r3 = gate.snapshot().limit();
        }
    }

    /** The limit falls while the last permit is taken. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "1, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "What was given out is in use.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost or counted twice, or the new limit is lost.")
    @State
    public static class TheLimitFallsWhileAPermitIsTaken {
        private final PermitGate gate = new PermitGate(1);

        @Actor
        public void falls() {
            gate.limit(0);
        }

        @Actor
        public void takes(III_Result r) {
            r.r1 = gate.tryAcquire() ? 1 : 0;
        }

        @Arbiter
        public void count(III_Result r) {
            r.r2 = gate.snapshot().inUse();
            r.r3 = gate.snapshot().limit();
        }
    }

    /** Something that runs already is counted while a thread takes the free permit. */
    @JCStressTest
    @Outcome(id = {"0, 1, 1", "1, 2, 1"}, expect = Expect.ACCEPTABLE, desc = "What was given out is in use.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost or counted twice.")
    @State
    public static class ADebtIsMadeWhileAPermitIsTaken {
        private final PermitGate gate = new PermitGate(1);

        @Actor
        public void makesADebt() {
            gate.acquireInDebt();
        }

        @Actor
        public void takes(III_Result r) {
            r.r1 = gate.tryAcquire() ? 1 : 0;
        }

        @Arbiter
        public void count(III_Result r) {
            r.r2 = gate.snapshot().inUse();
            r.r3 = gate.snapshot().limit();
        }
    }
}
