package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What judges the crash matrix finds one row that is lost, doubled, or changed. */
final class LedgerAuditIT {

  private static final MoveFixture MOVES = new MoveFixture();

  private static final String FIRST =
      " WHERE id = (SELECT min(id) FROM entry WHERE amount = 1 AND note IS NULL)";

  @Test
  void findsNothingWhereNothingIsWrong() throws Exception {
    assertThat(afterTampering("SELECT 1").none()).isTrue();
  }

  @Test
  void findsATransferThatIsLost() throws Exception {
    LedgerAudit.Findings findings = afterTampering("DELETE FROM entry" + FIRST);

    assertThat(findings.lost()).hasSize(1);
    assertThat(findings.wrong()).hasSize(1).allMatch(text -> text.startsWith("balances"));
  }

  @Test
  void findsATransferThatIsDoubled() throws Exception {
    LedgerAudit.Findings findings =
        afterTampering(
            """
            INSERT INTO entry (tenant_id, account_id, operation, amount)
            SELECT tenant_id, account_id, operation, amount FROM entry
            """
                + FIRST);

    assertThat(findings.doubled()).hasSize(1);
    assertThat(findings.wrong()).hasSize(1).allMatch(text -> text.startsWith("balances"));
  }

  @Test
  void findsATransferThatNobodyHasCommitted() throws Exception {
    LedgerAudit.Findings findings =
        afterTampering(
            """
            INSERT INTO entry (tenant_id, account_id, operation, amount)
            SELECT tenant_id, account_id, gen_random_uuid(), amount FROM entry
            """
                + FIRST);

    assertThat(findings.wrong()).anyMatch(text -> text.endsWith("was never committed"));
  }

  @Test
  void findsABalanceThatMissesATransfer() throws Exception {
    LedgerAudit.Findings findings =
        afterTampering(
            "UPDATE account SET balance = balance - 1 WHERE id = (SELECT min(id) FROM account)");

    assertThat(findings.wrong()).hasSize(1).allMatch(text -> text.startsWith("balances"));
  }

  @Test
  void findsAByteThatHasChangedElsewhere() throws Exception {
    LedgerAudit.Findings findings =
        afterTampering("UPDATE event SET payload = '\\x00' WHERE id = (SELECT min(id) FROM event)");

    assertThat(findings.wrong()).containsExactly("rows have changed that nobody has touched");
  }

  private static LedgerAudit.Findings afterTampering(String sql) throws Exception {
    TenantId tenant = MOVES.filledTenant(Isolation.SCHEMA, TestFleet.EU, LedgerClients.CLIENTS, 3);
    Placement home = MOVES.placement(tenant);
    LedgerAudit audit = new LedgerAudit(MOVES.fleet, home);
    try (Catalog reader = MOVES.fleet.openReader();
        CroftDataSource application =
            CroftDataSource.builder(reader, MOVES.fleet.secret().application()).build();
        LedgerClients clients = LedgerClients.start(application, tenant)) {
      await().until(() -> clients.acknowledged().size() > 20);
      clients.stop();
      try (Connection superuser = MOVES.fleet.superuser(home);
          Statement statement = superuser.createStatement()) {
        // Neither the gate nor a foreign key keeps a superuser from it.
        statement.execute("SET session_replication_role = replica");
        statement.execute("SET search_path = " + home.schema());
        statement.execute(sql);
      }
      return audit.compare(home, clients);
    }
  }
}
