package io.croft.webflux;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.local.LocalFleetOptions;
import io.croft.testbed.Http;
import io.croft.testbed.TestFleet;
import io.croft.webflux.notes.NotesApplication;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Hooks;

/** A WebFlux application as a process of its own would run it, over one fleet for all. */
final class WebFluxService implements AutoCloseable {

  static final String HEADER = "X-Tenant";

  /** What an application says that leaves the way of scopes to Reactor. */
  static final String AUTO = "spring.reactor.context-propagation=auto";

  private static final class Shared {
    static final TestFleet FLEET =
        TestFleet.start(
            LocalFleetOptions.of(ApplicationSchema.of("classpath:io/croft/webflux/notes")));
  }

  final ConfigurableApplicationContext context;
  private final Http http;

  private WebFluxService(ConfigurableApplicationContext context) {
    this.context = context;
    this.http =
        Http.ofPort(
            Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
  }

  static TestFleet fleet() {
    return Shared.FLEET;
  }

  /** Starts it where everybody may do everything. */
  static WebFluxService start(String... properties) {
    return start(List.of(OpenDoors.class), properties);
  }

  /** Starts it with {@code more} beans. What Reactor was told by another one is forgotten. */
  static WebFluxService start(List<Class<?>> more, String... properties) {
    Hooks.disableAutomaticContextPropagation();
    List<String> all =
        new ArrayList<>(
            List.of(
                "croft.catalog=" + fleet().reader().uri(),
                "croft.secret=" + fleet().secret().application().hex(),
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off"));
    all.addAll(List.of(properties));
    List<Class<?>> sources = new ArrayList<>(more);
    sources.add(NotesApplication.class);
    return new WebFluxService(
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.REACTIVE)
            .properties(all.toArray(String[]::new))
            .run());
  }

  static String slug(TenantId tenant) {
    return fleet().catalog().tenant(tenant).orElseThrow().slug().value();
  }

  static TenantId tenant(Isolation isolation) {
    return fleet().tenant(isolation, TestFleet.EU);
  }

  /** Makes a tenant whose one note is its own identity. */
  TenantId tenantWithNote(Isolation isolation) {
    TenantId tenant = tenant(isolation);
    HttpResponse<String> answer =
        http.post(
            "/notes", tenant.toString(), HEADER, tenant.toString(), "Content-Type", "text/plain");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return tenant;
  }

  HttpResponse<String> get(String path, String... headers) {
    return http.get(path, headers);
  }

  CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
    return http.getLater(path, headers);
  }

  InputStream stream(String path, String... headers) {
    return http.stream(path, headers);
  }

  HttpResponse<String> options(String path, String... headers) {
    return http.send("OPTIONS", path, headers);
  }

  @Override
  public void close() {
    context.close();
    Hooks.disableAutomaticContextPropagation();
  }
}
