package io.croft.hibernate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.Pooler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes Hibernate keep tenants apart where the database cannot: in its second-level and query cache
 * and in the blocks of sequence numbers that it draws in advance. Entities say nothing of tenants.
 *
 * <p>A session belongs to the scope in which it is opened: in another one each of its statements is
 * refused with {@code session-of-another-scope}; what it has in memory already it still tells. One
 * that is opened outside of any scope reaches no row.
 */
public final class CroftHibernate {

  private static final String KEYS_OF_CACHES = "hibernate.cache.keys_factory";
  private static final List<String> SCHEMA_SETTINGS =
      List.of(AvailableSettings.HBM2DDL_AUTO, AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION);
  private static final Set<String> SCHEMA_ACTIONS = Set.of("none", "validate");

  private CroftHibernate() {}

  /**
   * Adds to the settings of a session factory what it needs over {@code source}. While the fleet
   * has no server there are no tables with which the mapping could be compared, and it is not.
   *
   * @param source a {@link CroftDataSource}, or a proxy of one
   * @throws CroftException {@code configuration-invalid}, naming every setting that would let
   *     tenants meet or change tables behind Croft's back
   */
  public static void apply(Map<String, Object> settings, DataSource source) {
    CroftDataSource croft = CroftDataSource.behind(source);
    List<String> problems = problems(settings);
    if (!problems.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "Hibernate cannot be used with Croft like this: " + String.join("; ", problems),
          "remove these settings");
    }
    settings.put(
        AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER, new ScopedConnections(source, croft));
    settings.put(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new ScopeNames(croft));
    if (croft.pooler() != Pooler.NONE) {
      lookAtNoTables(settings);
    } else if (!croft.hasServers()) {
      lookAtNoTables(settings);
      SCHEMA_SETTINGS.forEach(action -> settings.replace(action, "none"));
    }
  }

  /**
   * No tenant is in scope yet, and without one a pooler, or a fleet of no server, leads to none.
   */
  private static void lookAtNoTables(Map<String, Object> settings) {
    settings.putIfAbsent("hibernate.boot.allow_jdbc_metadata_access", "false");
    settings.putIfAbsent("jakarta.persistence.database-product-name", "PostgreSQL");
  }

  private static List<String> problems(Map<String, Object> settings) {
    List<String> problems = new ArrayList<>();
    for (String own :
        List.of(
            AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER,
            AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
            AvailableSettings.MULTI_TENANT_SCHEMA_MAPPER)) {
      if (settings.containsKey(own)) {
        problems.add(own + " is what Croft sets");
      }
    }
    String keys = word(settings.get(KEYS_OF_CACHES));
    if (!keys.isEmpty() && !keys.equals("default")) {
      problems.add(
          KEYS_OF_CACHES + " = " + keys + " may leave the tenant out of the keys of the cache");
    }
    for (String action : SCHEMA_SETTINGS) {
      String wanted = word(settings.get(action));
      if (!wanted.isEmpty() && !SCHEMA_ACTIONS.contains(wanted)) {
        problems.add(
            action + " = " + wanted + " would change tables of one home; migrations change all");
      }
    }
    return problems;
  }

  private static String word(@Nullable Object setting) {
    return setting == null ? "" : setting.toString().strip().toLowerCase(Locale.ROOT);
  }
}
