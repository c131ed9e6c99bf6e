// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A video comes from a server on this machine into a file. The client writes it beside its place, forces it to the disk, looks whether
 * it is a whole video and moves it; the JDK writes it, and does not even look at its length. In between stands the JDK with a disk that
 * is forced: what every program pays that may be killed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DownloadBenchmark {
    private static final GeneratedVideo VIDEO = new GeneratedVideo.Stored("gs://bucket/film.mp4", "video/mp4");

    /** Where the files are. */
    @Param
    private FilePlace place = FilePlace.MEMORY;

    /** The size of the video. */
    @Param({"20", "120"})
    private int megabytes = 20;

    private @Nullable VideoServer server;
    private @Nullable VeoClient client;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private URI address = URI.create("http://127.0.0.1");
    private Path directory = Path.of("");
    private Path target = Path.of("");

    /** For JMH. */
    public DownloadBenchmark() {}

    /** Starts the server, and checks that everybody gets the same. */
    @Setup
    public void prepare() throws IOException, InterruptedException {
        directory = place.directory();
        target = directory.resolve("film.mp4");
        new GeneratedMovie(60, megabytes * 1_000_000).write(target, true);
        byte[] video = Files.readAllBytes(target);
        server = new VideoServer(video);
        address = server.url().resolve("/storage/v1/b/bucket/o/film.mp4?alt=media");
        client = VeoClient.builder().backend(Backend.agentPlatform("project", "global").withBaseUrl(server.url()))
                .credentials(BearerToken.of("token")).build();
        Files.delete(target);
        requireSame(video, client());
        requireSame(video, ofFile());
        requireSame(video, ofFileForced());
    }

    private static void requireSame(byte[] video, Path file) throws IOException {
        if (!java.util.Arrays.equals(video, Files.readAllBytes(file))) {
            throw new IllegalStateException(file + " is not what the server has");
        }
        Files.delete(file);
    }

    /** Nobody finds a file: the JDK would write into its blocks, where everybody else has to have new ones made. */
    @Setup(Level.Invocation)
    public void clear() throws IOException {
        Files.deleteIfExists(target);
    }

    /** Ends the server. */
    @TearDown
    public void end() throws IOException {
        if (client != null && server != null) {
            client.close();
            server.close();
        }
        Files.deleteIfExists(target);
        Files.delete(directory);
    }

    /** The library. */
    @Benchmark
    public Path client() throws InterruptedException {
        if (client == null) {
            throw new IllegalStateException("Not prepared");
        }
        return client.download(VIDEO, target, IfExists.REPLACE);
    }

    /** The JDK. */
    @Benchmark
    public Path ofFile() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofFile(target)).body();
    }

    /** The JDK, and the file is on the disk when it returns. */
    @Benchmark
    public Path ofFileForced() throws IOException, InterruptedException {
        Path file = ofFile();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }
}
