// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fixtures with something wrong in them, as disks, networks and hostile people leave files: bits that flipped, numbers
 * that lie, parts that are lost, doubled or foreign. Each has a number, and the same number always makes the same file.
 */
final class Mutations {

    private static final long SEED = 0x76656f33;
    private static final long[] TELLING = {0, 1, -1, 2, 7, 8, 9, 15, 16, 255, 256, 0x7fff, 0x8000, 0xffff,
        Integer.MAX_VALUE, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE};

    /** What is done with each file. */
    interface Trial {

        void on(Path file) throws IOException;
    }

    private Mutations() {}

    /**
     * Tries this on so many files. A trial that returns or throws a {@link MediaException} about its file passes; anything else
     * that it throws fails the test, and the failure names fixture and number.
     */
    static void each(int count, Path directory, Trial trial) throws IOException {
        List<String> names = Fixtures.names();
        for (int which = 0; which < names.size(); which++) {
            byte[] original = Fixtures.bytes(names.get(which));
            Path file = directory.resolve(names.get(which));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                for (int number = which; number < count; number += names.size()) {
                    byte[] content = of(original, number);
                    channel.write(ByteBuffer.wrap(content), 0);
                    channel.truncate(content.length);
                    run(trial, file, number);
                }
            }
        }
    }

    private static void run(Trial trial, Path file, int number) throws IOException {
        try {
            trial.on(file);
        } catch (MediaException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + number + " of " + file.getFileName(), e);
        }
    }

    /** The mutation of that number: one to three changes. */
    static byte[] of(byte[] original, int number) {
        SplittableRandom random = new SplittableRandom(SEED + number * 0x9e37_79b9_7f4a_7c15L);
        byte[] content = original.clone();
        for (int changes = random.nextInt(1, 4); changes > 0 && content.length > 0; changes--) {
            content = changed(content, random);
        }
        return content;
    }

    private static byte[] changed(byte[] content, SplittableRandom random) {
        int at = place(content.length, random);
        int length = Math.min(content.length - at, 1 << random.nextInt(13));
        switch (random.nextInt(10)) {
            case 0, 1 -> content[at] ^= (byte) (1 << random.nextInt(8));
            case 2, 3, 4, 5 -> number(content, at, random);
            case 6 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, content, at, length);
            }
            case 7 -> Arrays.fill(content, at, at + length, (byte) -random.nextInt(2));
            case 8 -> {
                return random.nextBoolean() ? Arrays.copyOf(content, at) : spliced(content, at, at + length, at, at);
            }
            default -> {
                int from = place(content.length, random);
                return spliced(content, at, at, from, Math.min(content.length, from + length));
            }
        }
        return content;
    }

    /** Somewhere: near the start, near the end, where headers are, or anywhere. */
    private static int place(int length, SplittableRandom random) {
        int distance = (int) Math.min(length - 1, Math.pow(length, random.nextDouble()) - 1);
        return switch (random.nextInt(3)) {
            case 0 -> distance;
            case 1 -> length - 1 - distance;
            default -> random.nextInt(length);
        };
    }

    private static void number(byte[] content, int at, SplittableRandom random) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(order);
        int width = 1 << random.nextInt(4);
        number.putLong(0, TELLING[random.nextInt(TELLING.length)]);
        int start = order == ByteOrder.BIG_ENDIAN ? Long.BYTES - width : 0;
        System.arraycopy(number.array(), start, content, at, Math.min(width, content.length - at));
    }

    /** The content whose part from start to end is replaced by a copy of another part. */
    private static byte[] spliced(byte[] content, int start, int end, int copyFrom, int copyTo) {
        byte[] result = new byte[content.length - (end - start) + (copyTo - copyFrom)];
        System.arraycopy(content, 0, result, 0, start);
        System.arraycopy(content, copyFrom, result, start, copyTo - copyFrom);
        System.arraycopy(content, end, result, start + copyTo - copyFrom, content.length - end);
        return result;
    }
}
