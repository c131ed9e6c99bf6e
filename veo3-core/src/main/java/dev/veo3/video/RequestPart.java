// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * The part of a request that a rule is about.
 *
 * @since 1.0
 */
public enum RequestPart {
    /** What is to be done: text, image, references, extension, edit. */
    KIND,
    /** The model that is asked. */
    MODEL,
    /** The prompt. */
    PROMPT,
    /** The picture that is animated. */
    IMAGE,
    /** The picture that the video begins with. */
    FIRST_FRAME,
    /** The picture that the video ends with. */
    LAST_FRAME,
    /** The pictures that are referred to. */
    REFERENCE_IMAGES,
    /** The clips that are referred to. */
    REFERENCE_VIDEOS,
    /** The video that is extended or changed. */
    VIDEO,
    /** Which part of a video is changed. */
    MASK,
    /** The length, in seconds. */
    DURATION,
    /** The resolution. */
    RESOLUTION,
    /** The aspect ratio. */
    ASPECT_RATIO,
    /** What is not to be seen. */
    NEGATIVE_PROMPT,
    /** Whether people may be seen. */
    PERSON_GENERATION,
    /** Whether the service may rewrite the prompt. */
    ENHANCE_PROMPT,
    /** How much the video is compressed. */
    COMPRESSION,
    /** How a picture is fitted into another aspect ratio. */
    RESIZE,
    /** Frames in a second. */
    FPS,
    /** The topic that is told when it is done. */
    PUBSUB_TOPIC,
    /** How the video is handed over. */
    DELIVERY,
    /** How many videos are made. */
    SAMPLES,
    /** The seed. */
    SEED,
    /** Whether there is sound. */
    SOUND,
    /** The place in Cloud Storage for the videos. */
    STORAGE_URI,
    /** The labels for the bill. */
    LABELS
}
