package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** An application may start before its fleet has a server. */
final class NewFleetIT {

  private static final AtomicBoolean NEW = new AtomicBoolean(true);
  private static final Catalog READER = NotesService.fleet().openReader();

  /** The catalog, which has no server as long as the fleet is new. */
  static class OfANewFleet {

    @Bean(destroyMethod = "")
    Catalog catalog() {
      return (Catalog)
          Proxy.newProxyInstance(
              Catalog.class.getClassLoader(),
              new Class<?>[] {Catalog.class},
              (self, method, args) -> {
                if (NEW.get() && method.getName().equals("endpoints")) {
                  return List.of();
                }
                try {
                  return method.invoke(READER, args);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @AfterAll
  static void close() {
    READER.close();
  }

  @Test
  void startsWithoutAServerAndServesTheTenantsOfThoseThatCome() {
    try (NotesService service =
        NotesService.start(
            List.of(OpenDoors.class, OfANewFleet.class),
            "croft.web.header=X-Tenant",
            "spring.jpa.hibernate.ddl-auto=validate")) {
      assertThat(service.get("/actuator/health").statusCode()).isEqualTo(200);
      assertThat(service.get("/notes", "X-Tenant", "acme").statusCode()).isEqualTo(404);
      NEW.set(false);
      TenantId first = NotesService.tenant(Isolation.SCHEMA);
      assertThat(service.get("/notes", "X-Tenant", first.toString()).body()).isEqualTo("[]");
    }
  }
}
