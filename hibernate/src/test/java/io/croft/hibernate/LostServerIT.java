package io.croft.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.jdbc.CroftDataSource;
import io.croft.testbed.TestFleet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A server that does not answer keeps no process from starting that serves the tenants of others.
 */
final class LostServerIT {

  private static final Endpoint LOST = new Endpoint(TestFleet.EU, "127.0.0.1", 1, 10);

  /** Returns the catalog with a server, the first, at whose address nobody listens. */
  private static Catalog withLostServer(Catalog catalog) {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (self, method, args) -> {
              if (method.getName().equals("endpoint") && LOST.server().equals(args[0])) {
                return LOST;
              }
              if (method.getName().equals("endpoints")) {
                return List.of(LOST, catalog.endpoint(TestFleet.US));
              }
              try {
                return method.invoke(catalog, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void theTablesAreLookedAtOnAServerThatAnswers() throws Exception {
    Library library = Library.shared();
    try (Catalog reader = library.fleet.openReader();
        CroftDataSource source =
            CroftDataSource.builder(withLostServer(reader), library.fleet.secret().application())
                .connectionTimeout(Duration.ofSeconds(2))
                .build();
        Connection model = source.modelConnection()) {
      assertThat(model.isValid(1)).isTrue();
    }
  }
}
