package io.croft.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What meters tell.
 *
 * @param tenants How many of the costliest tenants have series of their own.
 * @param interval How often the values are brought up to date.
 */
@ConfigurationProperties("croft.metrics")
record CroftMetricsProperties(@Nullable Integer tenants, @Nullable Duration interval) {}
