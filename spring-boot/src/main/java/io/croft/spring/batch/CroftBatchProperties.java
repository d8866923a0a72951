package io.croft.spring.batch;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs of Spring Batch run.
 *
 * @param enabled Whether jobs run in the scope of the tenant that their parameter names.
 */
@ConfigurationProperties("croft.batch")
record CroftBatchProperties(@DefaultValue("true") boolean enabled) {}
