package io.croft.demo;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the clients' ledger with the rows, for every tenant that has clients. */
final class Auditors {

  private final Platform platform;
  private final Map<TenantId, LedgerCheck> checks = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private long lost;
  private long duplicated;

  private Auditors(Platform platform) {
    this.platform = platform;
  }

  /** Reads what is there before the first client begins. */
  static Auditors before(Platform platform, Ledger ledger, List<TenantId> tenants)
      throws SQLException {
    Auditors auditors = new Auditors(platform);
    for (TenantId tenant : tenants) {
      auditors.checks.put(tenant, new LedgerCheck(ledger, tenant, auditors.read(tenant)));
    }
    return auditors;
  }

  private Found read(TenantId tenant) throws SQLException {
    Placement home = platform.placement(tenant);
    try (Connection admin = platform.admin(home)) {
      return Found.read(admin, home.schema(), tenant);
    }
  }

  /** Compares where the tenant lives now; counts what no earlier check has counted. */
  LedgerCheck.Result check(TenantId tenant) throws SQLException {
    LedgerCheck check = checks.get(tenant);
    if (check == null) {
      throw new IllegalStateException("tenant " + tenant + " has no clients");
    }
    LedgerCheck.Result result = check.check(() -> read(tenant));
    result.remarks().forEach(remark -> remarks.add(tenant + ": " + remark));
    lost += result.lost();
    duplicated += result.duplicated();
    return result;
  }

  /** Compares all tenants. */
  void checkAll() throws SQLException {
    for (TenantId tenant : checks.keySet()) {
      check(tenant);
    }
  }

  /** Returns how many writes all checks together found lost. */
  long lost() {
    return lost;
  }

  /** Returns how many writes all checks together found duplicated. */
  long duplicated() {
    return duplicated;
  }

  /** Returns all that was found so far, in words. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }
}
