package io.croft.catalog;

/**
 * How a tenant stands: whether it may be used, and how much.
 *
 * @param limits those of its plan, under its own
 */
public record Standing(TenantStatus status, Limits limits) {}
