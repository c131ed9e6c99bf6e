// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A body that can hand its bytes on as they come, instead of being read. */
interface PassingBody {

    /** See {@link Answer#passTo}. */
    void passTo(Receiver receiver) throws IOException, InterruptedException;

    /** Passes any body on; one that can only be read goes through a buffer. */
    static void pass(InputStream body, Receiver receiver) throws IOException, InterruptedException {
        if (body instanceof PassingBody passing) {
            passing.passTo(receiver);
            return;
        }
        byte[] buffer = new byte[16 * 1024];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            receiver.take(List.of(ByteBuffer.wrap(buffer, 0, count)));
        }
    }
}
