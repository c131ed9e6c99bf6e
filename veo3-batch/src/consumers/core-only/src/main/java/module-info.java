// SPDX-License-Identifier: Apache-2.0
/** A stranger's module. */
module consumer {
    requires dev.veo3.core;
}
