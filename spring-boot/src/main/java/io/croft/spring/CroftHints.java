package io.croft.spring;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Tells whoever compiles an application ahead of time what Croft makes and calls by reflection: the
 * connections, statements and rows that it hands out are proxies.
 */
final class CroftHints implements RuntimeHintsRegistrar {

  static final List<Class<?>> PROXIES =
      List.of(
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class,
          DatabaseMetaData.class,
          ResultSetMetaData.class,
          ParameterMetaData.class,
          Array.class);

  /** Found by Hibernate through its service file. */
  private static final String INTEGRATOR = "io.croft.hibernate.TenantColumns";

  private static final String INTEGRATORS =
      "META-INF/services/org.hibernate.integrator.spi.Integrator";

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    for (Class<?> proxied : PROXIES) {
      hints.proxies().registerJdkProxy(proxied);
      hints.reflection().registerType(proxied, MemberCategory.INVOKE_PUBLIC_METHODS);
    }
    hints
        .reflection()
        .registerTypeIfPresent(loader, INTEGRATOR, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
    hints
        .resources()
        .registerPattern(pattern -> pattern.includes(TypeReference.of(INTEGRATOR), INTEGRATORS));
  }
}
