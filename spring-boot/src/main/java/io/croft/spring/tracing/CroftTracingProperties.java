package io.croft.spring.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What traces tell of tenants.
 *
 * @param baggage Whether spans have the tenant of their scope as a tag, and as baggage where
 *     management.tracing.baggage.remote-fields lists it.
 */
@ConfigurationProperties("croft.tracing")
record CroftTracingProperties(@DefaultValue("false") boolean baggage) {}
