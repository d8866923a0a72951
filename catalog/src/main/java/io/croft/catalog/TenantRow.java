package io.croft.catalog;

import io.croft.core.Placement;

/** A tenant and where it lives now. */
public record TenantRow(Tenant tenant, Placement placement) {}
