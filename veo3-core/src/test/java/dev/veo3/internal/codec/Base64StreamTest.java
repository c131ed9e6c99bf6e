// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class Base64StreamTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 12287, 12288, 12289, 100_000})
    void itIsWhatTheJdkEncodesAndAsLongAsAnnounced(int size) throws IOException {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        String expected = Base64.getEncoder().encodeToString(plain);

        assertThat(new Base64Stream(drop(plain)).readAllBytes()).asString().isEqualTo(expected);
        assertThat(Base64Stream.encodedLength(size)).isEqualTo(expected.length());
    }

    /** A stream that gives one byte at a time, as a stream may. */
    private static InputStream drop(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(1, length));
            }
        };
    }
}
