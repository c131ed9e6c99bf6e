// SPDX-License-Identifier: Apache-2.0
/** What was measured, as a person reads it: tables beside the seed's, goals met or missed, plots, comparisons of two runs. */
@NullMarked
package dev.veo3.bench.report;

import org.jspecify.annotations.NullMarked;
