package io.croft.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what is listed is told, however an address is written. */
final class ListedHostsTest {

  private final ListedHosts hosts =
      new ListedHosts(
          List.of("Billing.Internal", "*.svc.cluster.local", "10.0.0.7:8443", "[::1]", "mail"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://billing.internal/x",
        "https://BILLING.internal:9000/x",
        "http://somebody@billing.internal/",
        "http://a.svc.cluster.local/",
        "https://10.0.0.7:8443/",
        "http://[::1]:80/",
        "http://mail:25/"
      })
  void toldAre(String address) {
    assertThat(hosts.contain(URI.create(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://billing.internal.evil.test/",
        "http://notbilling.internal/",
        "http://billing.internal@evil.test/",
        "http://billing.internal:80@evil.test/",
        "http://evil.test/billing.internal",
        "http://evil.test#billing.internal",
        "http://evil.test?billing.internal",
        "http://billing.internal./",
        "http://sub.billing.internal/",
        "http://svc.cluster.local/",
        "http://a.b.svc.cluster.local/",
        "http://.svc.cluster.local/",
        "http://asvc.cluster.local/",
        "https://10.0.0.7/",
        "http://10.0.0.7:84430/",
        "ftp://billing.internal/",
        "//billing.internal/",
        "/billing.internal",
        "http:billing.internal",
        "http://bill_ing.internal/"
      })
  void notToldAre(String address) {
    assertThat(hosts.contain(URI.create(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.com",
        "*.0.1",
        "*billing.internal",
        "a.*.internal",
        "**.internal.net",
        "http://billing.internal",
        "billing.internal/x",
        "billing.internal:0",
        "billing.internal:65536",
        "billing.internal:",
        "billing..internal",
        ".internal",
        "internal.",
        "-a.internal",
        "user@billing.internal",
        "billing.internal,evil.test",
        " ",
        ""
      })
  void whatIsNoHostIsRefused(String entry) {
    assertThatThrownBy(() -> new ListedHosts(List.of("billing.internal", entry)))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("\"" + entry + "\"")
        .hasMessageNotContaining("\"billing.internal\"");
  }

  @Test
  void nobodyIsToldByDefault() {
    assertThat(new ListedHosts(List.of()).contain(URI.create("http://localhost/"))).isFalse();
  }
}
