package io.croft.move;

import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.local.LocalFleetOptions;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An application with a table for every type, kind of key and shape of table, rows with the edge
 * values of each, and what a tenant does to them while it is being moved.
 */
final class TypeCorpus {

  private static final String HERE = "classpath:io/croft/move/corpus/";

  private TypeCorpus() {}

  /** The corpus that every version of PostgreSQL can hold. */
  static LocalFleetOptions common() {
    return options(HERE + "migrations");
  }

  /** The same with what the version on the class path has beyond. */
  static LocalFleetOptions newest() {
    return options(HERE + "migrations", HERE + "newest");
  }

  private static LocalFleetOptions options(String... locations) {
    return LocalFleetOptions.of(
        ApplicationSchema.of(locations).withExtensions("btree_gist", "citext", "hstore", "ltree"));
  }

  static void fill(TestFleet fleet, TenantId tenant) {
    run(fleet, tenant, "fill", "fill_tables");
  }

  /** May be done any number of times. */
  static void change(TestFleet fleet, TenantId tenant) {
    run(fleet, tenant, "change", "change_keys");
  }

  private static void run(TestFleet fleet, TenantId tenant, String... scripts) {
    try (Connection session =
            TenantSession.open(fleet, fleet.catalog().placement(tenant).orElseThrow());
        Statement statement = session.createStatement()) {
      for (String script : scripts) {
        statement.execute(text(script));
      }
      session.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the tenant cannot work: " + e.getMessage(), e);
    }
  }

  private static String text(String script) {
    try (InputStream in = TypeCorpus.class.getResourceAsStream("corpus/" + script + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
