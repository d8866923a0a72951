package io.croft.spring.client;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.reactive.ReactiveScope;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/**
 * The same for {@code WebClient}: the tenant is that of the Reactor context or, where it has none,
 * that of the thread which subscribes.
 */
final class TellingConnector implements ClientHttpConnector {

  private final ToldTenant told;
  private final ClientHttpConnector others;
  private final SingletonSupplier<ClientHttpConnector> listed;

  TellingConnector(
      ToldTenant told,
      ClientHttpConnectorBuilder<?> builder,
      @Nullable HttpClientSettings settings) {
    this.told = told;
    others = builder.build(settings);
    listed = SingletonSupplier.of(() -> builder.build(ToldTenant.toOneHost(settings)));
  }

  @Override
  public Mono<ClientHttpResponse> connect(
      HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
    if (!told.isTo(uri)) {
      return others.connect(method, uri, requestCallback);
    }
    return Mono.deferContextual(
        context -> {
          Optional<TenantId> tenant = ReactiveScope.tenant(context).or(TenantScope::current);
          return listed
              .obtain()
              .connect(
                  method,
                  uri,
                  request -> {
                    request.beforeCommit(
                        () ->
                            Mono.fromRunnable(
                                () -> told.complete(request.getHeaders(), uri, tenant)));
                    return requestCallback.apply(request);
                  });
        });
  }
}
