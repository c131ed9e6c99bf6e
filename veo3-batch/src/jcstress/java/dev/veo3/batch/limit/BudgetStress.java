// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.Budget.Money;
import dev.veo3.batch.limit.Budget.Reservation;
import dev.veo3.model.Usd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** The budget, asked by two threads at the same moment. */
public class BudgetStress {

    /** There is money for one of two. */
    @JCStressTest
    @Outcome(id = {"true, false, 6", "false, true, 6"}, expect = Expect.ACCEPTABLE, desc = "One of them gets it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "More is promised than there is, or nothing.")
    @State
    public static class TheLastDollar {
        private final Budget budget = Budget.of(new Usd(10));

        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = budget.reserve(new Usd(6)).isPresent();
        }

        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = budget.reserve(new Usd(6)).isPresent();
        }

        @Arbiter
        public void count(ZZJ_Result r) {
            r.r3 = budget.snapshot().reserved().micros();
        }
    }

    /** Two threads settle the same reservation, and differently. */
    @JCStressTest
    @Outcome(id = {"true, false, 4", "false, true, 0"}, expect = Expect.ACCEPTABLE, desc = "One of them settles it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It is settled twice or not at all.")
    @State
    public static class SettledOnce {
        private final Budget budget = Budget.of(new Usd(10));
        private final Reservation reservation = budget.reserve(new Usd(6)).orElseThrow();

        @Actor
        public void spends(ZZJ_Result r) {
            r.r1 = reservation.spend(new Usd(4));
        }

        @Actor
        public void givesBack(ZZJ_Result r) {
            r.r2 = reservation.giveBack();
        }

        @Arbiter
        public void count(ZZJ_Result r) {
            Money money = budget.snapshot();
            r.r3 = money.spent().micros() + 100 * money.reserved().micros();
        }
    }

    /** Somebody looks while a reservation is settled. */
    @JCStressTest
    @Outcome(id = {"true, 6", "true, 4"}, expect = Expect.ACCEPTABLE, desc = "Before or after.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An amount is missing or counted twice.")
    @State
    public static class SeenWhileItIsSettled {
        private final Budget budget = Budget.of(new Usd(10));
        private final Reservation reservation = budget.reserve(new Usd(6)).orElseThrow();

        @Actor
        public void spends(ZJ_Result r) {
            r.r1 = reservation.spend(new Usd(4));
        }

        @Actor
        public void looks(ZJ_Result r) {
            Money money = budget.snapshot();
            r.r2 = money.reserved().plus(money.spent()).micros();
        }
    }
}
