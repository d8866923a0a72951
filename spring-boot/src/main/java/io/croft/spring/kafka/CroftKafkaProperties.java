package io.croft.spring.kafka;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How records carry their tenant.
 *
 * @param enabled Whether records carry their tenant and are consumed in its scope.
 * @param scopeRequired Whether a record that is sent in no scope and names no tenant is refused.
 * @param unscoped Patterns of topics that are consumed in no scope, such as *-dlt.
 */
@ConfigurationProperties("croft.kafka")
record CroftKafkaProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("false") boolean scopeRequired,
    @DefaultValue List<String> unscoped) {}
