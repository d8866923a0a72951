package io.croft.spring;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.local.LocalFleetOptions;
import io.croft.spring.notes.NotesApplication;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the tests as a process of its own would run it, over one fleet for all. */
final class NotesService implements AutoCloseable {

  private static final class Shared {
    static final TestFleet FLEET =
        TestFleet.start(
            LocalFleetOptions.of(ApplicationSchema.of("classpath:io/croft/spring/notes")));
  }

  private static final HttpClient CLIENT = client();

  final ConfigurableApplicationContext context;
  private final String address;

  private NotesService(ConfigurableApplicationContext context) {
    this.context = context;
    this.address =
        "http://127.0.0.1:"
            + Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
  }

  /** One that may write any host. */
  private static HttpClient client() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
    return HttpClient.newHttpClient();
  }

  static TestFleet fleet() {
    return Shared.FLEET;
  }

  /** Returns what an operator gives the application. */
  static List<String> access() {
    return List.of(
        "croft.catalog=" + fleet().reader().uri(),
        "croft.secret=" + fleet().secret().application().hex());
  }

  /** Starts it where everybody may do everything. */
  static NotesService start(String... properties) {
    return start(List.of(OpenDoors.class), properties);
  }

  /** Starts it with {@code more} beans. */
  static NotesService start(List<Class<?>> more, String... properties) {
    List<String> all = new ArrayList<>(access());
    all.addAll(
        List.of(
            "server.port=0",
            "server.address=127.0.0.1",
            "spring.main.banner-mode=off",
            "spring.jpa.hibernate.ddl-auto=validate",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always"));
    all.addAll(List.of(properties));
    List<Class<?>> sources = new ArrayList<>(more);
    sources.add(NotesApplication.class);
    return new NotesService(
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.SERVLET)
            .properties(all.toArray(String[]::new))
            .run());
  }

  static String slug(TenantId tenant) {
    return fleet().catalog().tenant(tenant).orElseThrow().slug().value();
  }

  static TenantId tenant(Isolation isolation) {
    return fleet().tenant(isolation, TestFleet.EU);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> options(String path, String... headers) {
    return send(
        request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
