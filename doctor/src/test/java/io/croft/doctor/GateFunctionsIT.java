package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.embedded.EmbeddedPostgres;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each defence that lies in a function of the gate, edited away in a database that the product has
 * prepared, is found and mended.
 */
final class GateFunctionsIT {

  private static final EmbeddedPostgres SERVER = TestFleet.shared().server(TestFleet.US);
  private static final String DATABASE = "edited";

  /** Text of a function, which must occur once, and what stands there instead. */
  record Edit(String defence, String function, String text, String by) {
    @Override
    public String toString() {
      return defence;
    }
  }

  static Stream<Edit> edits() {
    return Stream.of(
        new Edit(
            "HMAC of the seal",
            "enter(bytea,text)",
            "sha256(k.outer_pad || sha256(k.inner_pad || substring(seal FROM 1 FOR 72))) = substring(seal FROM 73)",
            "true"),
        new Edit(
            "NULL-safe verification", "enter(bytea,text)", "genuine IS NOT TRUE", "NOT genuine"),
        new Edit(
            "NULL-safe verification",
            "enter(bytea,text)",
            "IF NOT pg_try_advisory",
            "IF seal IS NULL THEN RETURN; END IF; IF NOT pg_try_advisory"),
        new Edit(
            "expiry of the seal",
            "enter(bytea,text)",
            "expiry < 0 OR expiry > 120",
            "expiry > 120"),
        new Edit(
            "longest life of a seal",
            "enter(bytea,text)",
            "expiry < 0 OR expiry > 120",
            "expiry < 0"),
        new Edit(
            "backend of the seal", "enter(bytea,text)", "sealed_pid <> pg_backend_pid()", "false"),
        new Edit("end of a key", "enter(bytea,text)", "AND k.not_after > clock_timestamp()", ""),
        new Edit(
            "one tenant in a transaction", "enter(bytea,text)", "croft.register() <> ''", "false"),
        new Edit(
            "no open cursor",
            "enter(bytea,text)",
            "OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')",
            ""),
        new Edit(
            "no cursor WITH HOLD",
            "enter(bytea,text)",
            "OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')",
            ""),
        new Edit(
            "no SQL PREPARE",
            "enter(bytea,text)",
            "EXISTS (SELECT FROM pg_prepared_statement() s WHERE s.from_sql)",
            "false"),
        new Edit("no role", "enter(bytea,text)", "OR current_setting('role') <> 'none'", ""),
        new Edit(
            "row_security on",
            "enter(bytea,text)",
            "OR current_setting('row_security') <> 'on'",
            ""),
        new Edit(
            "standard strings",
            "enter(bytea,text)",
            "OR current_setting('standard_conforming_strings') <> 'on'",
            ""),
        new Edit(
            "search path",
            "enter(bytea,text)",
            "OR session_path IS DISTINCT FROM 'app, pg_temp'",
            ""),
        new Edit("no temporary tables", "enter(bytea,text)", "OR pg_my_temp_schema() <> 0", ""),
        new Edit(
            "a login without members",
            "protect_home(text,uuid,bigint,text)",
            "GRANT croft_tenants TO %I",
            "GRANT croft_tenants TO %1$I; GRANT %1$I TO croft_app"),
        new Edit(
            "CHECK of the tenant in a home",
            "protect_home_table(regclass,uuid,bigint)",
            "SELECT FROM pg_constraint k",
            "SELECT UNION ALL SELECT FROM pg_constraint k"),
        new Edit(
            "lock in enter",
            "enter(bytea,text)",
            "NOT pg_try_advisory_xact_lock_shared(croft.lock_key(sealed_tenant, sealed_epoch))",
            "false"),
        new Edit(
            "lock in join",
            "join()",
            "NOT pg_try_advisory_xact_lock_shared(croft.lock_key(own_tenant, own_epoch))",
            "false"),
        new Edit(
            "lock in the guard",
            "guard_home()",
            "PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch));",
            ""),
        new Edit(
            "lock of the fence",
            "fence(uuid,bigint,bigint,interval)",
            "PERFORM pg_advisory_xact_lock(croft.lock_key(of_tenant, at_epoch));",
            ""),
        new Edit(
            "lock of outsiders",
            "guard_pool()",
            "PERFORM pg_advisory_xact_lock_shared(croft.outsider_key());",
            ""),
        new Edit(
            "gate row read by enter",
            "enter(bytea,text)",
            "PERFORM croft.check_open(sealed_tenant, sealed_epoch);",
            ""),
        new Edit(
            "gate row read by join",
            "join()",
            "PERFORM croft.check_open(own_tenant, own_epoch);",
            ""),
        new Edit(
            "gate row read by the guard",
            "guard_home()",
            "PERFORM croft.check_open(of_tenant, at_epoch);",
            ""),
        new Edit("gate rows read for outsiders", "guard_pool()", "g.state = 'closed'", "false"),
        new Edit(
            "gate row read after the lock",
            "guard_home()",
            "PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch));",
            ""),
        new Edit(
            "gate row read after the lock",
            "guard_home()",
            "PERFORM croft.check_open(of_tenant, at_epoch);",
            "PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch)), croft.check_open(of_tenant, at_epoch);"),
        new Edit("row lock against older snapshots", "check_open(uuid,bigint)", " FOR SHARE", ""),
        new Edit(
            "READ COMMITTED for outsiders",
            "guard_pool()",
            "IN ('repeatable read', 'serializable')",
            "= 'x'"),
        new Edit("mark of a reader", "enter(bytea,text)", "THEN 'r' ELSE", "THEN '' ELSE"),
        new Edit(
            "refusal of a reader", "guard_pool()", "WHEN 'r' THEN", "WHEN 'r' THEN RETURN NULL;"),
        new Edit(
            "guard that always fires",
            "attach_guard(regclass,text)",
            "ENABLE ALWAYS TRIGGER",
            "ENABLE TRIGGER"),
        new Edit(
            "haste of a mover",
            "fence(uuid,bigint,bigint,interval)",
            "PERFORM croft.hurry('200ms');",
            ""),
        new Edit(
            "token of a switch",
            "switch(uuid,bigint,bigint,text,bytea,bytea)",
            "AND g.token = by_token",
            ""),
        new Edit(
            "lease of a switch",
            "switch(uuid,bigint,bigint,text,bytea,bytea)",
            "AND clock_timestamp() BETWEEN g.closed_at AND g.lease_until",
            ""),
        new Edit(
            "lease of a re-opening",
            "reopen(uuid,bigint)",
            "AND clock_timestamp() NOT BETWEEN g.closed_at AND g.lease_until",
            ""),
        new Edit(
            "token of a fence", "fence(uuid,bigint,bigint,interval)", "AND g.token < by_token", ""),
        new Edit("token of a claim", "claim(uuid,bigint,bigint)", "AND g.token = by_token", ""),
        new Edit(
            "token of an advance",
            "advance(uuid,bigint,bigint,pg_lsn)",
            "AND g.token = by_token",
            ""),
        new Edit("login of a mark", "check_mover()", "session_user <> 'croft_mover'", "false"),
        new Edit(
            "filter of a publication",
            "publication_list(croft.gate)",
            "home.isolation = 'pool'",
            "false"),
        new Edit(
            "claim of a copy",
            "guard_home()",
            "g.token = croft.claimed_token()",
            "session_user = 'croft_mover'"),
        new Edit("claim of a copy", "guard_home()", "croft.register() <> ''", "true"),
        new Edit(
            "end of older transactions",
            "handover(uuid,bigint)",
            "PERFORM croft.evict(home.login, home.schema_name);",
            ""),
        new Edit(
            "REVOKE of the schema",
            "switch(uuid,bigint,bigint,text,bytea,bytea)",
            "IF home.isolation <> 'pool'",
            "IF false"),
        new Edit(
            "REVOKE of the sequences",
            "switch(uuid,bigint,bigint,text,bytea,bytea)",
            "IF home.isolation <> 'pool'",
            "IF false"),
        new Edit(
            "raised sequences",
            "open(uuid,bigint,bytea)",
            "PERFORM croft.raise_sequences(",
            "PERFORM concat("),
        new Edit(
            "HMAC of a pass",
            "open(uuid,bigint,bytea)",
            "(octet_length(pass) > 32 AND",
            "(true OR"),
        new Edit(
            "tenant of a pass",
            "open(uuid,bigint,bytea)",
            "content ->> 'tenant' = of_tenant::text",
            "true"),
        new Edit("tenant of a pass", "open(uuid,bigint,bytea)", "|| '@%#' || at_epoch", "|| '@%'"),
        new Edit(
            "login of a handover",
            "handover(uuid,bigint)",
            "AND session_user NOT IN (SELECT croft.home_logins(home.login))",
            "AND false"));
  }

  static Stream<Edit> statements() {
    return Stream.of(
        new Edit(
            "tenant() that raises",
            "login_tenant()",
            "",
            "CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid"
                + " LANGUAGE sql STABLE RETURN NULL::uuid"),
        new Edit(
            "guard of a home",
            "attach_guard(regclass,text)",
            "",
            "CREATE OR REPLACE FUNCTION croft.attach_guard(to_table regclass, call text)"
                + " RETURNS void LANGUAGE plpgsql AS 'BEGIN END'"),
        new Edit(
            "fresh read after the lock",
            "check_open(uuid,bigint)",
            "",
            "ALTER FUNCTION croft.check_open(uuid, bigint) STABLE"),
        new Edit("parallel mode", "tenant()", "", "ALTER FUNCTION croft.tenant() PARALLEL UNSAFE"),
        new Edit(
            "path of a definer", "join()", "", "ALTER FUNCTION croft.join() RESET search_path"),
        new Edit(
            "rights of a helper",
            "lock_key(uuid,bigint)",
            "",
            "GRANT EXECUTE ON FUNCTION croft.lock_key(uuid, bigint) TO croft_app"),
        new Edit(
            "owner",
            "outsider_key()",
            "",
            "ALTER FUNCTION croft.outsider_key() OWNER TO croft_app_owner"));
  }

  @BeforeAll
  static void copyTheTemplate() throws SQLException {
    try (Connection admin = SERVER.connect("postgres")) {
      Sql.run(admin, "CREATE DATABASE " + DATABASE + " TEMPLATE croft_template");
      Sql.run(admin, "ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    try (Connection admin = SERVER.connect("postgres")) {
      Sql.run(admin, "DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }
  }

  @ParameterizedTest
  @MethodSource({"edits", "statements"})
  void whatIsEditedIsFoundAndMended(Edit edit) throws SQLException {
    try (Connection admin = SERVER.connect(DATABASE)) {
      Sql.run(admin, edit.text().isEmpty() ? edit.by() : edited(admin, edit));
      Finding found = only(admin);
      assertThat(found.object()).isEqualTo(signature(admin, edit.function()));
      List<Repair.Outcome> outcomes = Repair.run(List.of(found), place -> SERVER.connect(DATABASE));
      assertThat(outcomes).allSatisfy(each -> assertThat(each.error()).isEmpty());
      assertThat(functions(admin).all()).isEmpty();
    }
  }

  @Test
  void whatTheGateDidNotMakeIsFoundAndLeftAlone() throws SQLException {
    try (Connection admin = SERVER.connect(DATABASE)) {
      Sql.run(
          admin,
          "CREATE FUNCTION croft.enter(text) RETURNS void LANGUAGE sql AS 'SELECT';"
              + "REVOKE ALL ON FUNCTION croft.enter(text) FROM PUBLIC");
      Finding found = only(admin);
      assertThat(found.rule()).isEqualTo(Rules.GATE_STRANGER);
      assertThat(found.object()).isEqualTo("croft.enter(text)");
      assertThat(found.repairable()).isFalse();
      Sql.run(admin, "DROP FUNCTION croft.enter(text)");
    }
  }

  @Test
  void aMissingFunctionIsMade() throws SQLException {
    try (Connection admin = SERVER.connect(DATABASE)) {
      Sql.run(admin, "DROP FUNCTION croft.reopen(uuid, bigint)");
      Finding found = only(admin);
      assertThat(found.detail()).isEqualTo("missing");
      assertThat(Repair.run(List.of(found), place -> SERVER.connect(DATABASE)))
          .allMatch(Repair.Outcome::done);
      assertThat(functions(admin).all()).isEmpty();
    }
  }

  @Test
  void anotherVersionIsSaidAndNothingIsTakenForSound() throws SQLException {
    try (Connection admin = SERVER.connect(DATABASE)) {
      Sql.run(admin, "UPDATE croft.installation SET version = version - 1");
      Report report = Doctor.audit(admin, "us-1", AuditOptions.DEFAULT);
      assertThat(report.findings())
          .extracting(finding -> finding.rule().id())
          .containsExactlyInAnyOrder("CROFT611", "CROFT001");
      Sql.run(admin, "UPDATE croft.installation SET version = version + 1");
    }
  }

  private static Finding only(Connection admin) throws SQLException {
    List<Finding> found = functions(admin).all();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Findings functions(Connection admin) throws SQLException {
    Findings findings = new Findings();
    new DatabaseAudit(admin, AuditOptions.DEFAULT, findings)
        .run("us-1", DATABASE, rule -> rule.equals(Rules.GATE_FUNCTION));
    return findings;
  }

  private static String signature(Connection admin, String function) throws SQLException {
    Sql.run(admin, "SET search_path = pg_catalog");
    return Sql.strings(admin, "SELECT 'croft." + function + "'::regprocedure::text").get(0);
  }

  private static String edited(Connection admin, Edit edit) throws SQLException {
    try (PreparedStatement query =
        admin.prepareStatement("SELECT pg_get_functiondef(?::regprocedure)")) {
      query.setString(1, "croft." + edit.function());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        String definition = row.getString(1);
        assertThat(definition).containsOnlyOnce(edit.text());
        return definition.replace(edit.text(), edit.by());
      }
    }
  }
}
