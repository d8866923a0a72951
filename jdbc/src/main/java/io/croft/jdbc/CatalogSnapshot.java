package io.croft.jdbc;

/**
 * Whether the catalog answers. While it does not, tenants that this process knows are served from
 * memory.
 *
 * @param reachable false from the first question that was not answered until one is
 * @param outages how often it became unreachable so far
 * @param unanswered questions that met an outage so far
 */
public record CatalogSnapshot(boolean reachable, long outages, long unanswered) {}
