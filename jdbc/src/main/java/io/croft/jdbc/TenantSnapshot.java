package io.croft.jdbc;

import io.croft.core.TenantId;

/**
 * What one tenant has used and met so far, on all servers together. It counts from the first use
 * after a rest of five minutes or more.
 */
public record TenantSnapshot(TenantId tenant, Usage usage) {}
