package io.croft.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each defence that is taken away is named, and the assertion holds again when it is back. */
@EmbeddedCroft(migrations = {Shop.MIGRATIONS, Shop.FRAIL})
final class LeaksIT {

  /** The event triggers would refuse or mend what is planted. */
  private static final String[] WITHOUT_HELP = {
    "ALTER EVENT TRIGGER croft_keep_protected DISABLE",
    "ALTER EVENT TRIGGER croft_keep_defences DISABLE"
  };

  private static final String[] WITH_HELP = {
    "ALTER EVENT TRIGGER croft_keep_protected ENABLE ALWAYS",
    "ALTER EVENT TRIGGER croft_keep_defences ENABLE ALWAYS"
  };

  private static final String MEND_BOOKING = "SELECT croft.protect_pool_table('app.booking')";

  static Stream<Leak> ofPools() {
    return Stream.of(
        Leak.ofPool(
            "a policy that was dropped",
            "DROP POLICY croft_tenant ON app.booking",
            MEND_BOOKING,
            "table booking: acme reads 1 row(s) of globex",
            "acme can change 1 row(s)",
            "acme can delete 1 row(s)",
            "acme can write a row"),
        Leak.ofPool(
            "row security that was switched off",
            "ALTER TABLE app.booking DISABLE ROW LEVEL SECURITY",
            MEND_BOOKING,
            "table booking: acme reads 1 row(s) of globex"),
        Leak.ofPool(
            "row security of one partition",
            "ALTER TABLE app.event_new DISABLE ROW LEVEL SECURITY",
            "SELECT croft.protect_pool_table('app.event_new')",
            "partition event_new: acme reads 1 row(s) of globex"),
        Leak.ofPool(
            "a policy that checks no new row",
            "ALTER POLICY croft_tenant ON app.booking WITH CHECK (true)",
            MEND_BOOKING,
            "table booking: acme can write a row"),
        Leak.ofPool(
            "policies for reading only",
            """
            DROP POLICY croft_tenant ON app.booking;
            CREATE POLICY croft_tenant ON app.booking AS RESTRICTIVE FOR SELECT
              USING (tenant_id = (SELECT croft.tenant()))
            """,
            MEND_BOOKING,
            "table booking: acme can take over",
            "row(s) that are not its own"),
        Leak.ofPool(
            "a view with the rights of its owner",
            """
            ALTER VIEW app.invoice SET (security_invoker = false);
            ALTER VIEW app.invoice OWNER TO CURRENT_USER
            """,
            """
            ALTER VIEW app.invoice OWNER TO croft_app_owner;
            ALTER VIEW app.invoice SET (security_invoker = true)
            """,
            "view invoice: acme reads",
            "row(s) that globex has, too",
            "security_invoker"),
        Leak.ofPool(
            "a view elsewhere",
            """
            CREATE VIEW public.everything AS SELECT tenant_id, note FROM app.booking;
            GRANT SELECT ON public.everything TO croft_pool
            """,
            "DROP VIEW public.everything",
            "view public.everything: acme reads 1 row(s) of globex"),
        Leak.ofPool(
            "a view whose rows look different to each who reads them",
            """
            CREATE VIEW public.recent AS SELECT note, clock_timestamp() AS read_at FROM app.booking;
            GRANT SELECT ON public.recent TO croft_pool
            """,
            "DROP VIEW public.recent",
            "view public.recent: it reads with its owner's rights"),
        Leak.ofPool(
            "a materialized view",
            """
            CREATE MATERIALIZED VIEW app.totals AS
              SELECT customer_id, note FROM app.booking;
            GRANT SELECT ON app.totals TO croft_pool
            """,
            "DROP MATERIALIZED VIEW app.totals",
            "materialized view totals: acme reads",
            "row(s) that globex has, too",
            "take SELECT on it away"),
        Leak.ofPool(
            "a table without a guard",
            """
            CREATE TABLE app.booking_copy AS SELECT note FROM app.booking;
            GRANT SELECT ON app.booking_copy TO croft_pool
            """,
            "DROP TABLE app.booking_copy",
            "table booking_copy: acme reads",
            "no column tenant_id"));
  }

  static Stream<Leak> ofHomes() {
    String open = "GRANT USAGE ON SCHEMA $g TO $alogin; GRANT SELECT ON $g.booking TO $alogin";
    return Stream.of(
        Leak.ofHomes(
            "a right on another schema",
            Isolation.SCHEMA,
            Isolation.SCHEMA,
            open,
            "booking: acme reads 1 row(s) of globex"),
        new Leak(
            "a right of the pool on a schema",
            Isolation.POOL,
            Isolation.SCHEMA,
            List.of(
                "GRANT USAGE ON SCHEMA $g TO croft_pool; GRANT SELECT ON $g.booking TO croft_pool"),
            List.of("REVOKE ALL ON SCHEMA $g FROM croft_pool"),
            List.of("booking: acme reads 1 row(s) of globex")),
        new Leak(
            "a right of a schema on an open pool",
            Isolation.SCHEMA,
            Isolation.POOL,
            List.of(
                "GRANT USAGE ON SCHEMA app TO $alogin; GRANT SELECT ON app.booking TO $alogin;"
                    + " ALTER TABLE app.booking DISABLE ROW LEVEL SECURITY"),
            List.of("REVOKE ALL ON app.booking FROM $alogin", MEND_BOOKING),
            List.of("booking: acme reads 1 row(s) of globex")),
        Leak.ofHomes(
            "a check of a schema home",
            Isolation.SCHEMA,
            Isolation.DATABASE,
            "ALTER TABLE $a.customer DROP CONSTRAINT croft_tenant",
            "table customer: acme can write a row of globex"),
        Leak.ofHomes(
            "a row that lies in a database of another",
            Isolation.DATABASE,
            Isolation.POOL,
            "ALTER TABLE app.customer DROP CONSTRAINT croft_tenant;"
                + " INSERT INTO app.customer (tenant_id, name) VALUES ('$globex', 'Hank Scorpio')",
            "table customer: acme reads 1 row(s) of globex",
            "acme can delete 1 row(s)"),
        Leak.ofHomes(
            "a copy in a database",
            Isolation.DATABASE,
            Isolation.DATABASE,
            "CREATE TABLE app.notes AS SELECT 'visit of Hank Scorpio' AS note;"
                + " GRANT SELECT ON app.notes TO $alogin",
            "table notes: acme can read it and globex has nothing of that name"));
  }

  @ParameterizedTest
  @MethodSource({"ofPools", "ofHomes"})
  void aLeakIsNamed(Leak leak, EmbeddedFleet fleet) throws SQLException {
    TenantId acme = fleet.tenants().create(leak.acme());
    TenantId globex = fleet.tenants().create(leak.globex());
    new Shop(fleet.dataSource()).fill(acme, "Wile E. Coyote").fill(globex, "Hank Scorpio");
    fleet.isolation().assertThat(acme).cannotSee(globex);
    try (Connection superuser = fleet.superuser(acme)) {
      Shop.execute(superuser, WITHOUT_HELP);
      try {
        Shop.execute(superuser, filled(leak.sql(), fleet, acme, globex));
        String[] found =
            leak.found().stream()
                .map(each -> told(each, fleet, acme, globex))
                .toArray(String[]::new);
        assertThatThrownBy(() -> fleet.isolation().assertThat(acme).cannotSee(globex))
            .isInstanceOf(AssertionError.class)
            .hasMessageContainingAll(found);
      } finally {
        Shop.execute(superuser, filled(leak.mend(), fleet, acme, globex));
        Shop.execute(superuser, WITH_HELP);
      }
    }
    if (!leak.mend().isEmpty()) {
      fleet.isolation().assertThat(acme).cannotSee(globex);
    }
  }

  private static String told(String text, EmbeddedFleet fleet, TenantId acme, TenantId globex) {
    return text.replace("acme", fleet.tenants().tenant(acme).slug().value())
        .replace("globex", fleet.tenants().tenant(globex).slug().value());
  }

  private static String[] filled(
      List<String> sql, EmbeddedFleet fleet, TenantId acme, TenantId globex) {
    return sql.stream()
        .map(
            each ->
                each.replace("$alogin", fleet.tenants().placement(acme).login())
                    .replace("$acme", acme.toString())
                    .replace("$globex", globex.toString())
                    .replace("$a", fleet.tenants().placement(acme).schema())
                    .replace("$g", fleet.tenants().placement(globex).schema()))
        .toArray(String[]::new);
  }
}
