package io.croft.demo;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The missing WHERE clause: bills every business and checks each bill. */
final class Billing {

  private final Platform platform;
  private final Settlement settlement;
  private final InvoiceJob job;
  private final List<String> wrong = new ArrayList<>();
  private int checked;

  Billing(Platform platform, Settlement settlement) {
    this.platform = platform;
    this.settlement = settlement;
    this.job = new InvoiceJob(platform.source());
  }

  /** Bills the tenants where they live now, and compares with the records and the rows. */
  void bill(List<TenantId> tenants) throws SQLException {
    for (TenantId tenant : tenants) {
      job.run(tenant, Season.BILLED_FROM);
    }
    Map<String, Connection> admins = new HashMap<>();
    try {
      for (TenantId tenant : tenants) {
        check(tenant, admins);
      }
    } finally {
      for (Connection admin : admins.values()) {
        admin.close();
      }
    }
  }

  private void check(TenantId tenant, Map<String, Connection> admins) throws SQLException {
    Placement home = platform.placement(tenant);
    String database = home.server() + "/" + home.database();
    Connection admin = admins.get(database);
    if (admin == null) {
      admin = platform.admin(home);
      admins.put(database, admin);
    }
    InvoiceCheck.wrong(admin, home, Season.BILLED_FROM, settlement.turnover(tenant))
        .ifPresent(wrong::add);
    checked++;
  }

  DemoReport.Invoices report() {
    return new DemoReport.Invoices(checked, wrong.size());
  }

  /** Returns what was wrong, in words. */
  List<String> remarks() {
    return List.copyOf(wrong);
  }
}
