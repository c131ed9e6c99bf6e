// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a program is fit for its batches on this machine, with this service: {@link dev.veo3.batch.doctor.Doctor} runs some and
 * looks. Stands above {@code tune}.
 */
@NullMarked
package dev.veo3.batch.doctor;

import org.jspecify.annotations.NullMarked;
