// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Ledger;
import dev.veo3.emulator.Ledger.Route;

/**
 * What became of one call that met a fault.
 *
 * @param outcome as its client tells it
 * @param submits how many submissions the emulator received in all
 * @param accepted how many of them it took, each of them a video to be paid
 * @param polls how many polls it received
 * @param downloads how many downloads it received
 */
record FaultRun(String outcome, long submits, long accepted, long polls, long downloads) {

    static FaultRun of(String outcome, Ledger ledger) {
        return new FaultRun(outcome, ledger.requests(Route.SUBMIT), ledger.entries().size(),
                ledger.requests(Route.POLL), ledger.requests(Route.DOWNLOAD));
    }
}
