// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.internal.codec.Base64Text;
import dev.veo3.internal.codec.JsonWalk;
import dev.veo3.internal.codec.OperationReader;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A video inside the answer of a poll, as base64: the library decodes it into a file while it arrives, in memory that does not grow with
 * it, and forces the file to the disk. The JDK decodes the very characters, which somebody has found and copied for it, into an array;
 * with a file, it does what the library does. The answers are in memory: no network is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Base64Benchmark {

    /** Where the files are. */
    @Param
    private FilePlace place = FilePlace.MEMORY;

    /** The size of the video. */
    @Param({"20", "120"})
    private int megabytes = 20;

    private byte[] characters = new byte[0];
    private byte[] answer = new byte[0];
    private Path directory = Path.of("");

    /** For JMH. */
    public Base64Benchmark() {}

    /** Makes the answer, and checks that both find the same video in it. */
    @Setup
    public void prepare() throws IOException {
        byte[] video = new byte[megabytes * 1_000_000];
        new SplittableRandom(1).nextBytes(video);
        characters = Base64.getEncoder().encode(video);
        byte[] before = "{\"done\":true,\"response\":{\"videos\":[{\"bytesBase64Encoded\":\""
                .getBytes(StandardCharsets.US_ASCII);
        byte[] behind = "\",\"mimeType\":\"video/mp4\"}]}}".getBytes(StandardCharsets.US_ASCII);
        answer = Arrays.copyOf(before, before.length + characters.length + behind.length);
        System.arraycopy(characters, 0, answer, before.length, characters.length);
        System.arraycopy(behind, 0, answer, before.length + characters.length, behind.length);
        directory = place.directory();
        Path part = ((GeneratedVideo.Inline) ((VideoOutcome.Succeeded) ((OperationState.Done) OperationReader
                .read(new ByteArrayInputStream(answer), directory)).outcome()).videos().getFirst()).part();
        if (!Arrays.equals(video, Files.readAllBytes(part)) || !Arrays.equals(video, jdk())) {
            throw new IllegalStateException("Not everybody decodes the same");
        }
        Files.delete(part);
    }

    /** Deletes what is left. */
    @TearDown
    public void delete() throws IOException {
        Files.delete(directory);
    }

    /** The library: from the answer to a file on the disk. */
    @Benchmark
    public long answerToFile() throws IOException {
        OperationState.Done done = (OperationState.Done) OperationReader.read(new ByteArrayInputStream(answer),
                directory);
        GeneratedVideo.Inline video = (GeneratedVideo.Inline) ((VideoOutcome.Succeeded) done.outcome()).videos()
                .getFirst();
        Files.delete(video.part());
        return video.size();
    }

    /** The library: from the answer to the video's bytes, which nobody keeps. */
    @Benchmark
    public long answerDecoded() throws IOException {
        Counter counter = new Counter();
        JsonWalk.object(new ByteArrayInputStream(answer), (name, json) -> JsonWalk.eachField(json,
                (inResponse, videos) -> JsonWalk.eachElement(videos, video -> JsonWalk.eachField(video,
                        (inVideo, text) -> {
                            if (inVideo.equals("bytesBase64Encoded")) {
                                Base64Text.decode(text, counter);
                            }
                        }))));
        if (counter.bytes != megabytes * 1_000_000L) {
            throw new IllegalStateException(counter.bytes + " bytes were decoded");
        }
        return counter.bytes;
    }

    /** Only counts. */
    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }

    /** The JDK: from the characters to an array. */
    @Benchmark
    public byte[] jdk() {
        return Base64.getDecoder().decode(characters);
    }

    /** The JDK: from the characters to a file on the disk, by way of an array. */
    @Benchmark
    public long jdkToFile() throws IOException {
        byte[] video = Base64.getDecoder().decode(characters);
        Path file = directory.resolve("jdk.mp4");
        Files.write(file, video);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.delete(file);
        return video.length;
    }
}
