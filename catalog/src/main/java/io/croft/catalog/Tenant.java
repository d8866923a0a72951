package io.croft.catalog;

import io.croft.core.Slug;
import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A customer of the application.
 *
 * @param id permanent
 * @param slug the short name that people type
 * @param name the name that people read
 * @param plan name of its plan
 * @param region the only region where it may live, null for any
 * @param status whether it may be used
 */
public record Tenant(
    TenantId id,
    Slug slug,
    String name,
    String plan,
    @Nullable String region,
    TenantStatus status) {}
