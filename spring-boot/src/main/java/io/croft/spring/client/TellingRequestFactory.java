package io.croft.spring.client;

import io.croft.core.TenantScope;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Sends requests to listed hosts by a client of their own, which follows no redirect: what it would
 * follow to elsewhere has the headers of the request, the tenant among them. No other client ever
 * has that header from here.
 */
final class TellingRequestFactory implements ClientHttpRequestFactory {

  private final ToldTenant told;
  private final ClientHttpRequestFactory others;
  private final SingletonSupplier<ClientHttpRequestFactory> listed;

  TellingRequestFactory(
      ToldTenant told,
      ClientHttpRequestFactoryBuilder<?> builder,
      @Nullable HttpClientSettings settings) {
    this.told = told;
    others = builder.build(settings);
    listed = SingletonSupplier.of(() -> builder.build(ToldTenant.toOneHost(settings)));
  }

  @Override
  public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
    return told.isTo(uri)
        ? new TellingRequest(
            listed.obtain().createRequest(uri, method), told, TenantScope.current())
        : others.createRequest(uri, method);
  }
}
