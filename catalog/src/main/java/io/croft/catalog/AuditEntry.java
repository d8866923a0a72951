package io.croft.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of the catalog.
 *
 * @param id grows with time
 * @param at when
 * @param actor who; {@code sql:LOGIN} for a change made by hand
 * @param action what was done, for example {@code tenant.create}
 * @param objectKind the table whose row changed
 * @param objectId what identifies the object there
 * @param before the row as JSON without its secrets, null when it was made
 * @param after the row as JSON without its secrets, null when it was removed
 */
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String action,
    String objectKind,
    String objectId,
    @Nullable String before,
    @Nullable String after) {}
