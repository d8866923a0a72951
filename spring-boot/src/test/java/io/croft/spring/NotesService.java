package io.croft.spring;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.local.LocalFleetOptions;
import io.croft.spring.notes.NotesApplication;
import io.croft.testbed.Http;
import io.croft.testbed.TestFleet;
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

  final ConfigurableApplicationContext context;
  private final Http http;

  private NotesService(ConfigurableApplicationContext context, String port) {
    this.context = context;
    this.http = Http.ofPort(Objects.requireNonNull(context.getEnvironment().getProperty(port)));
  }

  /** Returns the same process as operators reach it, who have a port of their own. */
  NotesService management() {
    return new NotesService(context, "local.management.port");
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
            "management.health.redis.enabled=false",
            "spring.data.redis.repositories.enabled=false",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always"));
    all.addAll(List.of(properties));
    List<Class<?>> sources = new ArrayList<>(more);
    sources.add(NotesApplication.class);
    return new NotesService(
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.SERVLET)
            .properties(all.toArray(String[]::new))
            .run(),
        "local.server.port");
  }

  static String slug(TenantId tenant) {
    return fleet().catalog().tenant(tenant).orElseThrow().slug().value();
  }

  static TenantId tenant(Isolation isolation) {
    return fleet().tenant(isolation, TestFleet.EU);
  }

  HttpResponse<String> get(String path, String... headers) {
    return http.get(path, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return http.post(path, body, headers);
  }

  HttpResponse<String> delete(String path, String... headers) {
    return http.send("DELETE", path, headers);
  }

  HttpResponse<String> options(String path, String... headers) {
    return http.send("OPTIONS", path, headers);
  }

  @Override
  public void close() {
    context.close();
  }
}
