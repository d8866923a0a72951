package io.croft.catalog;

import io.croft.core.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Long work on a tenant, as the catalog has it.
 *
 * @param id permanent
 * @param kind what it does
 * @param tenant to whom
 * @param spec what is wanted; never changes
 * @param notes what its workers must remember, for whoever resumes it
 * @param state how far it is
 * @param step the step that was begun last, null before the first
 * @param detail what the worker said last
 * @param cancelRequested true when its worker shall undo it, if it still can
 * @param claimedBy the worker that holds it or held it last
 * @param claimedUntil when the lease ends, null when nobody holds it
 * @param attempt the token of the last claim; 0 when it was never claimed
 * @param created when it was put into the catalog
 * @param ended when it ended, null when it has not
 * @param progress how far its worker is, as it said last; empty before it has said anything
 * @param driven true while a worker holds it and has shown in time that it lives
 */
public record Operation(
    UUID id,
    OperationKind kind,
    TenantId tenant,
    Map<String, String> spec,
    Map<String, String> notes,
    OperationState state,
    @Nullable String step,
    @Nullable String detail,
    boolean cancelRequested,
    @Nullable String claimedBy,
    @Nullable Instant claimedUntil,
    long attempt,
    Instant created,
    @Nullable Instant ended,
    Map<String, String> progress,
    boolean driven) {}
