package io.croft.bench;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shop's tables in every home of Croft and in every baseline, as a superuser sees them. */
final class AllTables {

  private static final int BLOCK = 64;

  private final Site site;

  AllTables(Site site) {
    this.site = site;
  }

  private interface Work {
    void on(Tables tables) throws SQLException;
  }

  /** Fills the homes and makes and fills the baselines. */
  void create(String baselinePassword) throws SQLException {
    int lines = site.scale().lines();
    in(Placement.SHARED_DATABASE, Placement.APP_SCHEMA, t -> t.fill(site.pool(), lines, true));
    for (TenantId own : owners()) {
      Placement home = site.placement(own);
      in(home.database(), home.schema(), t -> t.fill(List.of(own), lines, true));
    }
    try (Connection admin = site.superuser("postgres")) {
      run(
          admin,
          "CREATE DATABASE " + Site.BASELINE,
          "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(Site.BASELINE_LOGIN, baselinePassword));
    }
    try (Connection admin = site.superuser(Site.BASELINE)) {
      run(admin, Resource.text("sealed.sql"));
      putKey(admin);
    }
    for (Baseline one : Baseline.values()) {
      List<TenantId> tenants = one == Baseline.ALONE ? site.pool().subList(0, 1) : site.pool();
      in(
          Site.BASELINE,
          one.schema(),
          tables -> {
            one.create(tables);
            tables.fill(tenants, lines, one.namesTenant());
          });
    }
    for (int number = 0; number < alone(); number++) {
      createAlone(number, lines);
    }
    try (Connection admin = site.superuser("postgres")) {
      run(admin, "CHECKPOINT");
    }
  }

  private void createAlone(int number, int lines) throws SQLException {
    in(
        Site.BASELINE,
        alone(number),
        tables -> {
          tables.createWithoutTenant();
          tables.fill(List.of(site.schemas().get(number)), lines, false);
        });
  }

  /** Returns the schema without tenancy that holds what one tenant has, for each schema home. */
  static String alone(int number) {
    return "alone_" + number;
  }

  /** One schema home has its counterpart among the baselines already. */
  private int alone() {
    return site.schemas().size() == 1 ? 0 : site.schemas().size();
  }

  private List<TenantId> owners() {
    List<TenantId> all = new ArrayList<>(site.schemas());
    all.add(site.ofDatabase());
    return all;
  }

  /** Gives tenants of the pool rows; their ids begin with their number in the list. */
  void fillPool(List<TenantId> tenants, int lines) throws SQLException {
    in(Placement.SHARED_DATABASE, Placement.APP_SCHEMA, t -> t.fill(tenants, lines, true));
  }

  /** Empties the table that is written to, everywhere. */
  void emptyEvents() throws SQLException {
    each(Tables::emptyEvents);
  }

  /** Returns how many rows the table that is written to holds, everywhere together. */
  long countEvents() throws SQLException {
    long[] count = new long[1];
    each(tables -> count[0] += tables.countEvents());
    return count[0];
  }

  private void each(Work work) throws SQLException {
    for (Baseline one : Baseline.values()) {
      in(Site.BASELINE, one.schema(), work);
    }
    in(Placement.SHARED_DATABASE, Placement.APP_SCHEMA, work);
    for (TenantId own : owners()) {
      in(site.placement(own).database(), site.placement(own).schema(), work);
    }
  }

  private void in(String database, String schema, Work work) throws SQLException {
    try (Connection admin = site.superuser(database)) {
      work.on(new Tables(admin, schema));
    }
  }

  private static void putKey(Connection admin) throws SQLException {
    try (PreparedStatement put =
        admin.prepareStatement("INSERT INTO public.seal_key VALUES (?, ?)")) {
      put.setBytes(1, pad(0x36));
      put.setBytes(2, pad(0x5c));
      put.executeUpdate();
    }
  }

  /** The baseline's key is all zeros: the work is measured, not the secret. */
  private static byte[] pad(int with) {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) with);
    return block;
  }

  private static void run(Connection admin, String... statements) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
