package io.croft.spring.client;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * To which other services requests tell the tenant of their scope. No host is told by default.
 *
 * @param hosts Hosts that are told the tenant: names, *.domain for those right below it, each with
 *     a :port or for all of them.
 * @param header Header in which they are told its identity.
 * @param required Whether a request to such a host is refused in no scope; otherwise it names none.
 */
@ConfigurationProperties("croft.client")
record CroftClientProperties(
    @DefaultValue List<String> hosts,
    @DefaultValue(CroftClientProperties.HEADER) String header,
    @DefaultValue("true") boolean required) {

  static final String HEADER = "X-Tenant";

  /** Copies the hosts. */
  CroftClientProperties {
    hosts = List.copyOf(hosts);
  }
}
