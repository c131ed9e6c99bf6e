// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.genai.gaos.models.interactions.Content;
import com.google.genai.gaos.models.interactions.CreateModelInteraction;
import com.google.genai.gaos.models.interactions.CreateModelInteractionResponseFormat;
import com.google.genai.gaos.models.interactions.GenerationConfig;
import com.google.genai.gaos.models.interactions.ImageContent;
import com.google.genai.gaos.models.interactions.ImageContentMimeType;
import com.google.genai.gaos.models.interactions.InteractionsInput;
import com.google.genai.gaos.models.interactions.ResponseFormat;
import com.google.genai.gaos.models.interactions.Task;
import com.google.genai.gaos.models.interactions.TextContent;
import com.google.genai.gaos.models.interactions.VideoConfig;
import com.google.genai.gaos.models.interactions.VideoContent;
import com.google.genai.gaos.models.interactions.VideoContentMimeType;
import com.google.genai.gaos.models.interactions.VideoResponseFormat;
import com.google.genai.gaos.models.interactions.VideoResponseFormatAspectRatio;
import com.google.genai.gaos.models.interactions.VideoResponseFormatDelivery;
import com.google.genai.gaos.models.operations.CreateInteractionRequestBody;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.Delivery;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every kind of request and every setting of Gemini Omni, on both platforms, as both clients are asked for it. */
final class SameOmniRequests {
    private static final Path PNG = SameInputs.file("first-frame-1280x720.png");
    private static final Path LAST = SameInputs.file("last-frame-1280x720.png");
    private static final Path CLIP = SameInputs.file("clip-2s-hevc.mp4");
    private static final String KEPT = "https://generativelanguage.googleapis.com/v1beta/files/f-1";
    private static final MediaSource KEPT_VIDEO = MediaSource.serviceFile(KEPT, "video/mp4");

    private final Backend backend;
    private final ModelId model;

    private SameOmniRequests(Backend backend, ModelId model) {
        this.backend = backend;
        this.model = model;
    }

    static Stream<SamePair> all() {
        Backend agentPlatform = Backend.agentPlatform("my-project", "global");
        Backend geminiApi = Backend.geminiApi();
        return Stream.of(new SameOmniRequests(geminiApi, ModelId.OMNI_1_1).kinds(),
                new SameOmniRequests(agentPlatform, new ModelId("gemini-omni-1.1-flash-preview")).kinds(),
                new SameOmniRequests(geminiApi, ModelId.OMNI_1_2).settings(),
                new SameOmniRequests(agentPlatform, ModelId.OMNI_1_2).settings(),
                Stream.of(new SameOmniRequests(agentPlatform, ModelId.OMNI_1_2).storage()))
                .flatMap(pairs -> pairs);
    }

    private Stream<SamePair> kinds() {
        String id = "v1_earlier";
        VideoSource earlier = new VideoSource.OfOperation(new OperationName(switch (backend) {
            case Backend.AgentPlatform there -> "projects/my-project/locations/global/interactions/" + id;
            case Backend.GeminiApi there -> "interactions/" + id;
        }));
        return Stream.of(pair("text", VideoRequest.text("A cat"), Task.TEXT_TO_VIDEO, text("A cat")),
                pair("image", VideoRequest.image(MediaSource.file(PNG), "She waves"), Task.IMAGE_TO_VIDEO, image(PNG),
                        text("She waves")),
                pair("image that the service keeps",
                        VideoRequest.image(MediaSource.serviceFile(KEPT, "image/png"), "She waves"),
                        Task.IMAGE_TO_VIDEO,
                        ImageContent.builder().uri(KEPT).mimeType(ImageContentMimeType.IMAGE_PNG).build(),
                        text("She waves")),
                interpolation(),
                pair("references",
                        new VideoRequest.ReferencesToVideo(model, "<IMAGE_REF_0> meets <VIDEO_REF_0>",
                                List.of(MediaSource.file(PNG), MediaSource.file(LAST)),
                                List.of(MediaSource.file(CLIP)), VideoSettings.standard()),
                        Task.REFERENCE_TO_VIDEO, image(PNG), image(LAST),
                        VideoContent.builder().data(SameInputs.base64(CLIP)).mimeType(VideoContentMimeType.VIDEO_MP4)
                                .build(),
                        text("<IMAGE_REF_0> meets <VIDEO_REF_0>")),
                pair("extension", VideoRequest.extension(KEPT_VIDEO, "It goes on"), Task.EXTEND, keptVideo(),
                        text("It goes on")),
                pair("extension of an operation", VideoRequest.extension(earlier, "It goes on"),
                        theirs -> theirs.previousInteractionId(id), Task.EXTEND, text("It goes on")),
                pair("edit", VideoRequest.edit(KEPT_VIDEO, "A hat"), Task.EDIT, keptVideo(), text("A hat")),
                pair("edit of an operation", VideoRequest.edit(earlier, "A hat"),
                        theirs -> theirs.previousInteractionId(id), Task.EDIT, text("A hat")));
    }

    /** There is no task for two frames: both clients leave it out. */
    private SamePair interpolation() {
        VideoRequest ours = new VideoRequest.Interpolation(model, MediaSource.file(PNG), MediaSource.file(LAST),
                java.util.Optional.of("She turns"), VideoSettings.standard());
        return create("interpolation", ours, VideoResponseFormat.builder(),
                theirs -> theirs.input(InteractionsInput.ofContent(List.of(image(PNG), image(LAST),
                        text("She turns")))));
    }

    private Stream<SamePair> settings() {
        VideoSettings settings = VideoSettings.builder().duration(Duration.ofMillis(4500)).resolution(Resolution.P1080)
                .aspectRatio(AspectRatio.PORTRAIT).delivery(Delivery.INLINE).seed(7).label("veo3-job", "job-1").build();
        VideoResponseFormat.Builder format = VideoResponseFormat.builder().duration("4.5s")
                .resolution(resolution("1080p"))
                .aspectRatio(VideoResponseFormatAspectRatio.of("9:16"))
                .delivery(VideoResponseFormatDelivery.INLINE);
        SamePair all = create("every setting", VideoRequest.text("A cat").withSettings(settings), format,
                theirs -> theirs.input(InteractionsInput.ofContent(List.of(text("A cat"))))
                        .labels(Map.of("veo3-job", "job-1")).generationConfig(GenerationConfig.builder().seed(7)
                                .videoConfig(VideoConfig.builder().task(Task.TEXT_TO_VIDEO).build()).build()));
        Stream<SamePair> resolutions = Stream.of(Resolution.values()).map(word -> text("resolution " + word,
                s -> s.resolution(word), f -> f.resolution(resolution(word.wire()))));
        Stream<SamePair> ratios = Stream.of(AspectRatio.values()).map(word -> text("ratio " + word,
                s -> s.aspectRatio(word), f -> f.aspectRatio(VideoResponseFormatAspectRatio.of(word.wire()))));
        return Stream.of(Stream.of(all), resolutions, ratios).flatMap(pairs -> pairs);
    }

    private SamePair storage() {
        return text("into Cloud Storage", s -> s.storageUri("gs://bucket/p/"), f -> f.gcsUri("gs://bucket/p/"));
    }

    private SamePair text(String what, UnaryOperator<VideoSettings.Builder> ours,
            UnaryOperator<VideoResponseFormat.Builder> format) {
        return create(what,
                VideoRequest.text("A cat").withSettings(ours.apply(VideoSettings.builder()).build()),
                format.apply(VideoResponseFormat.builder()),
                theirs -> theirs.input(InteractionsInput.ofContent(List.of(text("A cat"))))
                        .generationConfig(task(Task.TEXT_TO_VIDEO)));
    }

    private SamePair pair(String what, VideoRequest ours, Task task, Content... input) {
        return pair(what, ours, theirs -> theirs, task, input);
    }

    private SamePair pair(String what, VideoRequest ours, UnaryOperator<CreateModelInteraction.Builder> more,
            Task task, Content... input) {
        return create(what, ours, VideoResponseFormat.builder(),
                theirs -> more.apply(theirs.input(InteractionsInput.ofContent(List.of(input)))
                        .generationConfig(task(task))));
    }

    private SamePair create(String what, VideoRequest ours, VideoResponseFormat.Builder format,
            UnaryOperator<CreateModelInteraction.Builder> theirs) {
        ResponseFormat one = ResponseFormat.of(format.build());
        CreateModelInteraction create = theirs.apply(CreateModelInteraction.builder().model(model.value())
                .background(true).responseFormat(switch (backend) {
                    case Backend.AgentPlatform there -> CreateModelInteractionResponseFormat.of(List.of(one));
                    case Backend.GeminiApi there -> CreateModelInteractionResponseFormat.of(one);
                })).build();
        return new SamePair(what, backend, ours.withModel(model),
                client -> client.interactions.create(CreateInteractionRequestBody.of(create)));
    }

    private static GenerationConfig task(Task task) {
        return GenerationConfig.builder().videoConfig(VideoConfig.builder().task(task).build()).build();
    }

    private static com.google.genai.gaos.models.interactions.Resolution resolution(String word) {
        return com.google.genai.gaos.models.interactions.Resolution.of(word);
    }

    private static Content text(String words) {
        return TextContent.builder().text(words).build();
    }

    private static Content image(Path file) {
        return ImageContent.builder().data(SameInputs.base64(file)).mimeType(ImageContentMimeType.IMAGE_PNG).build();
    }

    private static Content keptVideo() {
        return VideoContent.builder().uri(KEPT).mimeType(VideoContentMimeType.VIDEO_MP4).build();
    }
}
