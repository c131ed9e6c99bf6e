// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.clip.MovieHeader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

class VeoWireTest {

    private final Caller caller = Caller.plain();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void anOperationRunsUntilItsTimeHasPassed() throws Exception {
        String name = caller.accepted(prompt("A cat"));
        caller.pass(GENERATION.minusNanos(1));

        assertThat(name).matches(
                "projects/p/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/[0-9a-f-]{36}");
        assertThat(text(caller.poll(name))).isEqualTo(json("{'name':'" + name + "'}"));
        assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.RUNNING);
        caller.pass(GENERATION);
        assertThat(tree(caller.poll(name)).get("done").booleanValue()).isTrue();
        assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"16:9, 720p, 4, 1280, 720", "9:16, 720p, 6, 720, 1280", "16:9, 1080p, 8, 1920, 1080",
        "9:16, 1080p, 4, 1080, 1920", "16:9, 4k, 6, 3840, 2160", "9:16, 4k, 8, 2160, 3840"})
    void aVideoHasTheDurationAndThePictureThatWereAskedFor(String ratio, String resolution, int seconds, int width,
            int height) throws Exception {
        JsonNode done = caller.finished(json("{'instances':[{'prompt':'A cat'}],'parameters':{'aspectRatio':'" + ratio
                + "','resolution':'" + resolution + "','durationSeconds':" + seconds + "}}"));

        assertThat(MovieHeader.parse(video(done, 0))).isEqualTo(new MovieHeader(seconds, width, height));
        assertThat(done.at("/response/@type").stringValue())
                .isEqualTo("type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse");
        assertThat(done.at("/response/raiMediaFilteredCount").intValue()).isZero();
        assertThat(done.at("/response/videos/0/mimeType").stringValue()).isEqualTo("video/mp4");
    }

    @Test
    void everySampleOfEveryOperationIsAFileOfItsOwn() throws Exception {
        String four = json("{'instances':[{'prompt':'A cat'}],'parameters':{'sampleCount':4,'durationSeconds':4}}");
        JsonNode first = caller.finished(four);
        JsonNode second = caller.finished(four);

        assertThat(first.at("/response/videos")).hasSize(4);
        assertThat(video(first, 0)).isNotEqualTo(video(first, 1)).isNotEqualTo(video(second, 0));
        assertThat(new String(video(first, 3), StandardCharsets.ISO_8859_1))
                .contains(first.get("name").stringValue().replaceFirst(".*/", "") + " sample 3");
        assertThat(caller.emulator.ledger().billedSeconds()).isEqualByComparingTo("32");
    }

    @Test
    void aVideoHasSoundUnlessItIsNotWanted() throws Exception {
        byte[] sound = video(caller.finished(prompt("A cat")), 0);
        byte[] silent = video(
                caller.finished(json("{'instances':[{'prompt':'A cat'}],'parameters':{'generateAudio':false}}")), 0);

        assertThat(new String(sound, StandardCharsets.ISO_8859_1)).contains("mp4a");
        assertThat(new String(silent, StandardCharsets.ISO_8859_1)).contains("avc1").doesNotContain("mp4a");
    }

    @Test
    void anExtensionIsSevenSecondsLongerThanItsInputAndHasItsShape() throws Exception {
        byte[] input = video(caller.finished(json(
                "{'instances':[{'prompt':'A cat'}],'parameters':{'aspectRatio':'9:16','durationSeconds':6}}")), 0);
        JsonNode done = caller.finished(json("{'instances':[{'video':{'bytesBase64Encoded':'"
                + Base64.getEncoder().encodeToString(input) + "','mimeType':'video/mp4'}}]}"));

        assertThat(MovieHeader.parse(video(done, 0))).isEqualTo(new MovieHeader(13, 720, 1280));
        assertThat(caller.emulator.ledger().entries().getLast().seconds()).isEqualByComparingTo("7");
    }

    @Test
    void resultsGoToStorageWhenItIsNamedAndCanBeExtendedThere() throws Exception {
        JsonNode done = caller.finished(json("{'instances':[{'prompt':'A cat'}],'parameters':"
                + "{'storageUri':'gs://bucket/a b/','sampleCount':2,'durationSeconds':4}}"));
        String uri = done.at("/response/videos/1/gcsUri").stringValue();

        assertThat(uri).matches("gs://bucket/a b/\\d{19}/sample_1\\.mp4");
        String path = storagePath(uri);
        HttpResponse<byte[]> media = caller.get(path + "?alt=media");
        assertThat(MovieHeader.parse(media.body()).seconds()).isEqualTo(4);
        assertThat(media.headers().firstValueAsLong("Content-Length")).hasValue(media.body().length);
        assertThat(text(caller.get(path))).isEqualTo(json("{'kind':'storage#object','name':'"
                + uri.substring("gs://bucket/".length()) + "','bucket':'bucket','size':'" + media.body().length
                + "','contentType':'video/mp4'}"));
        JsonNode longer = caller.finished(
                json("{'instances':[{'video':{'gcsUri':'" + uri + "','mimeType':'video/mp4'},'prompt':'on'}]}"));
        assertThat(MovieHeader.parse(video(longer, 0)).seconds()).isEqualTo(11);
        JsonNode unknown = caller.finished(
                json("{'instances':[{'video':{'gcsUri':'gs://else/x.mp4','mimeType':'video/mp4'}}]}"));
        assertThat(MovieHeader.parse(video(unknown, 0)).seconds()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=100-, 100, -1", "bytes=-7, -7, 7", "bytes=5-99999999, 5, -1"})
    void aRangeOfAResultCanBeFetched(String range, int from, int length) throws Exception {
        String path = stored();
        byte[] whole = caller.get(path).body();
        int start = from < 0 ? whole.length + from : from;
        int end = length < 0 ? whole.length : start + length;

        HttpResponse<byte[]> part = caller.get(path, "Range", range);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, start, end));
        assertThat(part.headers().firstValue("Content-Range"))
                .hasValue("bytes " + start + "-" + (end - 1) + "/" + whole.length);
    }

    @Test
    void aRangeBeyondTheEndIsRefused() throws Exception {
        String path = stored();
        HttpResponse<byte[]> response = caller.get(path, "Range", "bytes=99999999-");

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range"))
                .hasValue("bytes */" + caller.get(path).body().length);
    }

    @Test
    void aResultDoesNotExistBeforeItsOperationIsDone() throws Exception {
        String name = caller.accepted(
                json("{'instances':[{'prompt':'A cat'}],'parameters':{'storageUri':'gs://bucket'}}"));
        caller.pass(GENERATION);
        String path = storagePath(tree(caller.poll(name)).at("/response/videos/0/gcsUri").stringValue());

        assertThat(caller.get(path).statusCode()).isEqualTo(200);
        assertThat(caller.get(path.replace("sample_0", "sample_1")).statusCode()).isEqualTo(404);
        caller.pass(GENERATION.negated());
        assertThat(caller.get(path).statusCode()).isEqualTo(404);
    }

    private String stored() throws Exception {
        JsonNode done = caller
                .finished(json("{'instances':[{'prompt':'A cat'}],'parameters':{'storageUri':'gs://bucket/p'}}"));
        return storagePath(done.at("/response/videos/0/gcsUri").stringValue()) + "?alt=media";
    }

    private static String storagePath(String gsUri) {
        String[] parts = gsUri.substring("gs://".length()).split("/", 2);
        return "/storage/v1/b/" + parts[0] + "/o/"
                + URLEncoder.encode(parts[1], StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] video(JsonNode done, int index) {
        return Base64.getDecoder()
                .decode(done.at("/response/videos/" + index + "/bytesBase64Encoded").stringValue());
    }
}
