package io.croft.doctor;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the gate rows of one server with the placements of the catalog. The gate rows are read
 * first: a placement is older than its home, so what is made meanwhile does not look unknown.
 */
final class CatalogCheck {

  private static final String ROWS =
      "SELECT tenant, epoch, isolation, schema_name, login, state FROM croft.gate";

  private final ControlCatalog catalog;
  private final String server;
  private final Findings findings;
  private final List<GateRow> rows = new ArrayList<>();
  private final Set<String> unread = new HashSet<>();

  CatalogCheck(ControlCatalog catalog, String server, Findings findings) {
    this.catalog = catalog;
    this.server = server;
    this.findings = findings;
  }

  private record GateRow(Placement home, String state) {}

  /** Remembers the gate rows of a database. */
  void look(Connection admin, String database) {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(ROWS)) {
      while (row.next()) {
        TenantId tenant = new TenantId(row.getObject(1, UUID.class));
        rows.add(
            new GateRow(
                new Placement(
                    tenant,
                    Isolation.of(row.getString(3)),
                    server,
                    database,
                    row.getString(4),
                    row.getString(5),
                    row.getLong(2)),
                row.getString(6)));
      }
    } catch (SQLException e) {
      unread.add(database);
      findings.couldNotRun(
          Rules.CATALOG_DISAGREES, Place.of(server, database), DatabaseAudit.reason(e));
    }
  }

  /** Compares, when all databases were looked at. */
  void finish(ServerDatabases databases) {
    Map<TenantId, TenantRow> placed = placements();
    Map<TenantId, GateRow> open = new HashMap<>();
    for (GateRow row : rows) {
      TenantRow tenant = placed.get(row.home().tenant());
      boolean current = tenant != null && tenant.placement().epoch() == row.home().epoch();
      if (current) {
        open.put(row.home().tenant(), row);
      } else if (!row.state().equals("moved") && !moving(row.home().tenant())) {
        found(
            row.state().equals("preparing") ? Rules.CATALOG_IGNORANT : Rules.CATALOG_DISAGREES,
            row.home(),
            "the gate row is " + row.state() + ", and the tenant's placement is elsewhere");
      }
    }
    placed.values().forEach(tenant -> compare(tenant, open.get(tenant.tenant().id())));
    Stream.concat(
            databases.all().stream().map(one -> "database \"" + one.name() + "\""),
            databases.logins().stream().map(login -> "role \"" + login + "\""))
        .forEach(object -> known(object, placed));
  }

  private void compare(TenantRow tenant, @Nullable GateRow row) {
    Placement home = tenant.placement();
    boolean working =
        tenant.tenant().status() == TenantStatus.ACTIVE
            || tenant.tenant().status() == TenantStatus.SUSPENDED;
    if (!working || unread.contains(home.database()) || moving(home.tenant())) {
      return;
    }
    if (row == null) {
      found(Rules.CATALOG_DISAGREES, home, "the catalog places the tenant here, no gate row does");
    } else if (!row.home().equals(home)) {
      found(Rules.CATALOG_DISAGREES, home, "the gate row names " + row.home());
    } else if (!row.state().equals("open")) {
      found(Rules.CATALOG_DISAGREES, home, "the gate row is " + row.state() + ", expected open");
    }
  }

  private void known(String object, Map<TenantId, TenantRow> placed) {
    String name = object.substring(object.indexOf('"') + 1, object.length() - 1);
    Matcher home = ServerDatabases.LOGIN.matcher(name);
    if (!home.matches()) {
      return;
    }
    BigInteger bits = new BigInteger(home.group(1), 16);
    TenantId tenant = new TenantId(new UUID(bits.shiftRight(64).longValue(), bits.longValue()));
    TenantRow row = placed.get(tenant);
    boolean current = row != null && Long.toString(row.placement().epoch()).equals(home.group(2));
    if (!current && !moving(tenant)) {
      findings.add(
          Finding.of(
              Rules.CATALOG_IGNORANT,
              Place.of(server),
              object,
              "named like a home of tenant " + tenant + ", whose placement is elsewhere"));
    }
  }

  private boolean moving(TenantId tenant) {
    return catalog.operations().active(tenant).isPresent();
  }

  private Map<TenantId, TenantRow> placements() {
    Map<TenantId, TenantRow> placed = new HashMap<>();
    TenantFilter filter = new TenantFilter(null, null, server, null, null, 500);
    List<TenantRow> page = catalog.tenants(filter);
    while (!page.isEmpty()) {
      page.forEach(row -> placed.put(row.tenant().id(), row));
      page = catalog.tenants(filter.withAfter(page.get(page.size() - 1).tenant().slug()));
    }
    return placed;
  }

  private void found(Rule rule, Placement home, String detail) {
    findings.add(
        Finding.of(
            rule,
            Place.of(server, home.database()),
            "home of " + home.tenant() + " at epoch " + home.epoch(),
            detail));
  }
}
