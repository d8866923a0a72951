package io.croft.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an operation.
 *
 * @param name unique within the operation
 * @param state how far it is
 * @param started when it was begun the last time, null when it was not
 * @param ended when it ended, null when it has not
 * @param detail what its worker said about it
 */
public record Step(
    String name,
    StepState state,
    @Nullable Instant started,
    @Nullable Instant ended,
    @Nullable String detail) {}
