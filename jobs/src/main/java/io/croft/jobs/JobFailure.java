package io.croft.jobs;

import io.croft.catalog.Tenant;

/**
 * A tenant for which work has failed.
 *
 * @param reason what the work has thrown, unchanged
 */
public record JobFailure(Tenant tenant, Throwable reason) {}
