package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What is made and called by reflection is told to whoever compiles ahead of time. */
final class CroftHintsIT {

  private final RuntimeHints hints = hints();

  /** As Spring finds them, and without those of others, which may say the same. */
  private static RuntimeHints hints() {
    ClassLoader loader = CroftHintsIT.class.getClassLoader();
    RuntimeHints hints = new RuntimeHints();
    SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", loader)
        .load(RuntimeHintsRegistrar.class)
        .stream()
        .filter(CroftHints.class::isInstance)
        .forEach(one -> one.registerHints(hints, loader));
    return hints;
  }

  private static Set<Object> handedOut(Connection connection) throws SQLException {
    Set<Object> all = new LinkedHashSet<>();
    all.add(connection.createStatement());
    all.add(connection.prepareCall("{call nothing()}"));
    all.add(connection.getMetaData());
    PreparedStatement statement =
        connection.prepareStatement("SELECT ARRAY[1, 2] WHERE ? = 1 OR true");
    all.add(statement);
    all.add(statement.getParameterMetaData());
    statement.setInt(1, 1);
    ResultSet rows = statement.executeQuery();
    all.add(rows);
    all.add(rows.getMetaData());
    assertThat(rows.next()).isTrue();
    all.add(rows.getArray(1));
    return all;
  }

  @Test
  void everyProxyThatIsHandedOut() throws SQLException {
    TenantId acme = NotesService.tenant(Isolation.POOL);
    try (CroftDataSource source =
            CroftDataSource.builder(
                    NotesService.fleet().openReader(), NotesService.fleet().secret().application())
                .build();
        Connection model = source.modelConnection()) {
      Set<Object> proxies = new LinkedHashSet<>();
      proxies.add(model);
      TenantScope.run(
          acme,
          () -> {
            try (Connection connection = source.getConnection()) {
              connection.setAutoCommit(false);
              proxies.addAll(handedOut(connection));
              connection.rollback();
            }
          });
      assertThat(proxies).filteredOn(one -> Proxy.isProxyClass(one.getClass())).hasSize(9);
      for (Object proxy : proxies) {
        Class<?>[] interfaces = proxy.getClass().getInterfaces();
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(interfaces))
            .as(interfaces[0].getName())
            .accepts(hints);
        assertThat(
                RuntimeHintsPredicates.reflection()
                    .onMethodInvocation(interfaces[0].getMethods()[0]))
            .accepts(hints);
      }
    }
  }

  @Test
  void whatHibernateFindsByItsName() {
    assertThat(
            RuntimeHintsPredicates.resource()
                .forResource("META-INF/services/org.hibernate.integrator.spi.Integrator"))
        .accepts(hints);
    assertThat(
            RuntimeHintsPredicates.reflection()
                .onType(TypeReference.of("io.croft.hibernate.TenantColumns")))
        .accepts(hints);
  }
}
