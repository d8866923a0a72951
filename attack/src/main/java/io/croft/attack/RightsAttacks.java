package io.croft.attack;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rights on objects that a tenant's login must not have. */
final class RightsAttacks {

  private static final Control OWNER_GRANTED =
      Control.server(
          "owner-granted",
          "a login that is no member of the tables' owner",
          "GRANT croft_app_owner TO {ownlogin}",
          "REVOKE croft_app_owner FROM {ownlogin}");

  /** Rights on any object of the database beyond what an application needs. */
  private static final String EXCESS =
      """
      SELECT c.oid::regclass::text FROM pg_class c
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace <> 'pg_catalog'::regnamespace
        AND c.relnamespace <> 'information_schema'::regnamespace
        AND (has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'TRIGGER')
          OR has_any_column_privilege(c.oid, 'REFERENCES'))
      UNION ALL
      SELECT c.oid::regclass::text FROM pg_class c
      WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'UPDATE') END
      UNION ALL
      SELECT n.nspname FROM pg_namespace n WHERE has_schema_privilege(n.oid, 'CREATE')
      UNION ALL
      SELECT d.datname FROM pg_database d
      WHERE has_database_privilege(d.oid, 'CREATE') OR has_database_privilege(d.oid, 'TEMP')
      UNION ALL
      SELECT a.parname FROM pg_parameter_acl a WHERE has_parameter_privilege(a.parname, 'SET')
      UNION ALL
      SELECT c.oid::regclass::text FROM pg_class c WHERE c.relowner = (
        SELECT r.oid FROM pg_roles r WHERE r.rolname = session_user)
      """;

  private RightsAttacks() {}

  static List<Attack> all() {
    return List.of(
        refused(
            Attack.named("truncate", "all tenants' rows are removed at once")
                .from("matrix 26; Linear, 24 Jan 2024")
                .in(POOL)
                .without(table("truncate-granted", "TRUNCATE")),
            "TRUNCATE croft_canary",
            "TRUNCATE croft_canary CASCADE",
            "TRUNCATE croft_canary RESTART IDENTITY CASCADE"),
        refused(
            Attack.named("trigger-on-table", "a trigger copies what others write")
                .from("matrix 28")
                .without(
                    Control.databaseWithoutEvents(
                        "trigger-granted",
                        "the missing right TRIGGER, where there are no event triggers",
                        "GRANT TRIGGER ON croft_canary TO {ownlogin}")),
            "CREATE TRIGGER mine BEFORE UPDATE ON croft_canary FOR EACH ROW"
                + " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "CREATE CONSTRAINT TRIGGER mine AFTER INSERT ON croft_canary FOR EACH ROW"
                + " EXECUTE FUNCTION suppress_redundant_updates_trigger()"),
        refused(
            Attack.named("owner-ddl", "a defence of the tables or of the gate is removed")
                .from("matrix 3, 13, 52")
                .without(OWNER_GRANTED),
            "ALTER TABLE croft_canary DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE croft_canary NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE croft_canary DISABLE TRIGGER ALL",
            "ALTER TABLE croft_canary OWNER TO {ownlogin}",
            "ALTER TABLE croft_canary DROP CONSTRAINT croft_tenant",
            "ALTER POLICY croft_tenant ON croft_canary USING (true)",
            "DROP POLICY croft_tenant ON croft_canary",
            "CREATE POLICY mine ON croft_canary USING (true)",
            "CREATE RULE mine AS ON INSERT TO croft_canary DO INSTEAD NOTHING",
            "CREATE INDEX mine ON croft_canary (mark)",
            "CREATE STATISTICS mine ON mark, id FROM croft_canary",
            "DROP TRIGGER croft_guard ON croft_canary",
            "DROP TABLE croft_canary",
            "DROP SCHEMA croft CASCADE",
            "DROP EXTENSION plpgsql CASCADE"),
        refused(
            Attack.named("create-objects", "objects are created that others might meet")
                .from("matrix 45, 47; CVE-2018-1058")
                .without(
                    Control.database(
                        "create-granted",
                        "the missing right CREATE on the schema",
                        "GRANT CREATE ON SCHEMA {ownschema} TO {ownlogin}")),
            "CREATE SCHEMA mine",
            "CREATE TABLE {ownschema}.mine (id int)",
            "CREATE TABLE public.mine (id int)",
            "CREATE TABLE croft.mine (id int)",
            "CREATE TABLE {ownschema}.mine (LIKE croft_canary INCLUDING ALL)",
            "CREATE TABLE {ownschema}.mine AS SELECT * FROM croft_canary",
            "CREATE TABLE {ownschema}.mine (a uuid, b bigint,"
                + " FOREIGN KEY (a, b) REFERENCES croft_canary (tenant_id, id))",
            "CREATE TABLE {ownschema}.mine () INHERITS (croft_canary)",
            "CREATE VIEW {ownschema}.mine AS SELECT * FROM croft_canary",
            "CREATE MATERIALIZED VIEW {ownschema}.mine AS SELECT * FROM croft_canary",
            "CREATE FUNCTION {ownschema}.mine(text) RETURNS boolean LANGUAGE sql COST 0.0000001"
                + " RETURN true",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql RETURN 1",
            "CREATE SEQUENCE {ownschema}.mine",
            "CREATE TYPE {ownschema}.mine AS ENUM ('a')",
            "CREATE OPERATOR {ownschema}.=== (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)"),
        refused(
            Attack.named("sequence-rewind", "a sequence that tenants share is set or read")
                .from("matrix 25")
                .in(POOL)
                .without(
                    Control.database(
                        "sequence-update-granted",
                        "the missing right UPDATE on a sequence",
                        "GRANT UPDATE ON SEQUENCE croft_canary_id_seq TO {ownlogin}")),
            "SELECT setval('croft_canary_id_seq', 1)",
            "SELECT setval(pg_get_serial_sequence('croft_canary', 'id'), 1)",
            "SELECT last_value FROM croft_canary_id_seq",
            "ALTER SEQUENCE croft_canary_id_seq RESTART"),
        Attack.named("drop-owned", "what the login owns or holds is dropped")
            .from("matrix 42")
            .in(POOL)
            .without(
                Control.database(
                    "table-owned",
                    "a login that owns nothing",
                    "ALTER TABLE croft_canary OWNER TO {ownlogin}"))
            .does(RightsAttacks::dropOwned),
        Attack.named("excess-rights", "any right beyond reading and writing rows, on any object")
            .from("matrix 26-28; Salesforce, 17 May 2019 (the difference in grants)")
            .without(table("references-granted", "REFERENCES"))
            .does(RightsAttacks::findExcess),
        refused(
            Attack.named("gate-tables", "the seal keys and gate rows are read or written")
                .from("matrix 3; trap 4")
                .without(
                    Control.database(
                        "gate-tables-granted",
                        "the closed tables of the gate",
                        "GRANT SELECT ON croft.seal_key, croft.gate TO {ownlogin}")),
            "SELECT * FROM croft.seal_key",
            "SELECT kid FROM croft.seal_key",
            "COPY croft.seal_key TO STDOUT",
            "SELECT query_to_xml('SELECT * FROM croft.seal_key', true, false, '')",
            "SELECT * FROM croft.gate",
            "UPDATE croft.gate SET state = 'open'",
            "INSERT INTO croft.seal_key VALUES (2, repeat('a', 64)::bytea, repeat('a', 64)::bytea,"
                + " 'infinity')",
            "DELETE FROM croft.gate WHERE tenant = '{tenant}'"),
        Attack.named("gate-functions", "the functions of the gate that are not for tenants")
            .from("trap 4 (a helper left open is a signing oracle)")
            .without(
                Control.database(
                    "gate-functions-granted",
                    "the closed functions of the gate",
                    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA croft TO {ownlogin}"))
            .does(RightsAttacks::callGate),
        refused(
            Attack.named("foreign-schema", "another home's schema is named")
                .from("matrix 51, 52; search_path is no boundary")
                .in(SCHEMA)
                .without(
                    Control.database(
                        "schema-granted",
                        "rights on one schema only",
                        "GRANT USAGE ON SCHEMA {schema} TO {ownlogin};"
                            + "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {ownlogin}")),
            "SELECT * FROM {schema}.croft_canary",
            "SET LOCAL search_path = {schema}, pg_temp; SELECT * FROM croft_canary",
            "UPDATE {schema}.croft_canary SET mark = 'x'",
            "DELETE FROM {schema}.croft_canary",
            "LOCK TABLE {schema}.croft_canary IN ACCESS SHARE MODE",
            "SELECT nextval('{schema}.croft_canary_id_seq')",
            "SELECT nextval(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relkind = 'S' AND n.nspname = 'app'",
            "SELECT * FROM app.croft_canary",
            "INSERT INTO app.croft_canary (tenant_id, mark) VALUES ('{tenant}', 'x')",
            "SELECT schema_to_xml('app', true, false, '') FROM app.croft_canary"));
  }

  private static Control table(String id, String right) {
    return Control.database(
        id,
        "the missing right " + right + " on a table",
        "GRANT " + right + " ON croft_canary TO {ownlogin}");
  }

  private static Attack refused(Attack.Builder builder, String... statements) {
    return builder.does(
        t ->
            t.eachRefused(
                List.of(statements),
                Trial.Gain.ACCEPTED,
                "42501",
                "42704",
                "42P01",
                "0LP01",
                "2BP01"));
  }

  private static void findExcess(Trial trial) throws SQLException {
    List<String> objects = Sql.column(trial.inside(trial.own()), EXCESS);
    trial.mustReachNothing("rights on " + objects, objects::size);
  }

  private static void dropOwned(Trial trial) throws SQLException {
    Connection own = trial.outside();
    for (String statement :
        List.of(
            "DROP OWNED BY CURRENT_USER", "REASSIGN OWNED BY CURRENT_USER TO croft_app_owner")) {
      trial.begin(own, trial.own());
      trial.mustReachNothing(
          statement,
          () -> {
            Sql.run(own, statement);
            return trial.own().ids().size() - remaining(own);
          },
          "42501",
          "2BP01");
    }
    own.rollback();
  }

  /** Returns how many rows are still there to be read; none when the table is gone. */
  private static long remaining(Connection own) {
    try {
      return Sql.number(own, "SELECT count(*) FROM croft_canary");
    } catch (SQLException gone) {
      return 0;
    }
  }

  /** Every function of the gate must answer with a refusal, but the few that tenants call. */
  private static void callGate(Trial trial) throws SQLException {
    Connection own = trial.outside();
    trial.mustReachNothing(
        "functions that may be executed",
        () ->
            Sql.number(
                own,
                """
                SELECT count(*) FROM pg_proc p
                WHERE p.pronamespace = 'croft'::regnamespace
                  AND has_function_privilege(p.oid, 'EXECUTE')
                  AND p.proname NOT IN
                    ('tenant', 'register', 'login_tenant', 'enter', 'join', 'reopen', 'handover', 'open', 'access')
                """));
    trial.eachRefused(
        List.of(
            "SELECT croft.fence('{tenant}', {epoch}, 9000000, interval '1 s')",
            "SELECT croft.switch('{tenant}', {epoch}, 9000000, 'x', '', '')",
            "SELECT croft.claim('{tenant}', {epoch}, 0)",
            "SELECT croft.take('{tenant}', {epoch}, 9000000)",
            "SELECT croft.advance('{tenant}', {epoch}, 0, '0/1')",
            "SELECT croft.set_mark('{tenant}', {epoch})",
            "SELECT croft.publish('mine', '{tenant}', {epoch})",
            "SELECT croft.check_open('{tenant}', {epoch})",
            "SELECT croft.lock_key('{tenant}', {epoch})"),
        Trial.Gain.ACCEPTED,
        "42501");
  }
}
