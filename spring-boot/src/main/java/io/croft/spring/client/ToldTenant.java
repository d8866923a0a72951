package io.croft.spring.client;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpHeaders;

/** What a request to another service says of the tenant for which it is sent. */
final class ToldTenant {

  /** RFC 9110, 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final ListedHosts hosts;
  private final String header;
  private final boolean required;

  /**
   * @throws CroftException {@code configuration-invalid}
   */
  ToldTenant(CroftClientProperties wanted) {
    hosts = new ListedHosts(wanted.hosts());
    header = wanted.header();
    required = wanted.required();
    if (!TOKEN.matcher(header).matches()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "croft.client.header is \"" + header + "\", which is no name of a header",
          "name the header in which the other services look for a tenant");
    }
  }

  /** Returns the settings of a client that takes what it tells one host to no other. */
  static HttpClientSettings toOneHost(@Nullable HttpClientSettings settings) {
    HttpClientSettings wanted = settings == null ? HttpClientSettings.defaults() : settings;
    return wanted.withRedirects(HttpRedirects.DONT_FOLLOW);
  }

  /** Returns true when nobody is told. */
  boolean isToNobody() {
    return hosts.isEmpty();
  }

  /** Returns true when that address is told. */
  boolean isTo(URI uri) {
    return hosts.contain(uri);
  }

  /**
   * Completes the headers of a request that is about to be sent to a listed host.
   *
   * @throws CroftException {@code no-tenant-in-scope} where there must be one, {@code
   *     tenant-already-in-scope} when the application has written anything else than the identity
   *     of that tenant
   */
  void complete(HttpHeaders headers, URI uri, Optional<TenantId> tenant) {
    if (tenant.isEmpty()) {
      if (required) {
        throw new CroftException(
            ErrorCode.NO_TENANT_IN_SCOPE,
            "a request to " + uri.getHost() + " is for no tenant",
            "send it inside TenantScope.call(tenant, ...), or set croft.client.required=false");
      }
      return;
    }
    String identity = tenant.get().toString();
    List<String> written = headers.getOrEmpty(header);
    if (!written.isEmpty() && !written.equals(List.of(identity))) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "a request to %s names %s in its header %s inside the scope of tenant %s"
              .formatted(uri.getHost(), written, header, identity),
          "leave the header to Croft, or send the request in the scope of the other tenant");
    }
    headers.set(header, identity);
  }
}
