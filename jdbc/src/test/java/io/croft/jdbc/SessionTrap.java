package io.croft.jdbc;

import java.util.List;

/**
 * Something that a tenant can leave in a session, and how another would notice.
 *
 * @param name what is left
 * @param leave what the one tenant runs, statement by statement
 * @param look one query, run by the other
 * @param leaked what it answers when the defence is missing: a value, or {@code *} for any
 * @param clean what it answers otherwise: a value, or an SQLSTATE
 * @param opened what a superuser runs to take the defence away, where clearing is not the defence
 * @param closed what gives it back
 */
record SessionTrap(
    String name,
    List<String> leave,
    String look,
    String leaked,
    String clean,
    List<String> opened,
    List<String> closed) {

  static List<SessionTrap> all() {
    return List.of(
        cleared("a setting", "SET work_mem = '77MB'", "SHOW work_mem", "77MB", "4MB"),
        cleared(
            "a setting by function",
            "SELECT set_config('work_mem', '66MB', false)",
            "SHOW work_mem",
            "66MB",
            "4MB"),
        cleared(
            "a setting by code",
            "DO $$ BEGIN PERFORM set_config('work_mem', '55MB', false); END $$",
            "SHOW work_mem",
            "55MB",
            "4MB"),
        cleared(
            "a setting of the application's own",
            "SET app.person = 'of a'",
            "SELECT current_setting('app.person', true)",
            "of a",
            ""),
        cleared(
            "a timeout", "SET statement_timeout = 54321", "SHOW statement_timeout", "54321ms", "0"),
        cleared(
            "read-only transactions",
            "SET default_transaction_read_only = on",
            "SHOW transaction_read_only",
            "on",
            "off"),
        cleared(
            "another isolation",
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            "SHOW transaction_isolation",
            "serializable",
            "read committed"),
        cleared(
            "the last value of a sequence",
            "INSERT INTO note (body) VALUES (gen_random_uuid()::text)",
            "SELECT lastval()",
            "*",
            "55000"),
        cleared("a channel", "LISTEN of_a", "SELECT pg_listening_channels()", "of_a", ""),
        gate(
            "a prepared statement of SQL",
            "PREPARE planted AS SELECT 'of a'",
            "EXECUTE planted",
            "of a",
            "26000",
            "s.from_sql",
            "false"),
        gate(
            "a held cursor",
            "DECLARE held CURSOR WITH HOLD FOR SELECT 'of a'",
            "FETCH ALL FROM held",
            "of a",
            "34000",
            "c.name <> ''",
            "false"),
        gate(
            "a role",
            "SET ROLE croft_pool",
            "SELECT current_user",
            "croft_pool",
            "croft_app",
            "current_setting('role') <> 'none'",
            "false"),
        new SessionTrap(
            "a temporary table",
            List.of("CREATE TEMP TABLE planted AS SELECT 'of a' AS word"),
            "SELECT word FROM pg_temp.planted",
            "of a",
            "42P01",
            List.of(
                "GRANT TEMP ON DATABASE croft_app TO croft_app",
                enterWith("pg_my_temp_schema() <> 0", "false")),
            List.of("REVOKE TEMP ON DATABASE croft_app FROM croft_app", enter())),
        new SessionTrap(
            "an advisory lock",
            List.of("SELECT pg_advisory_lock(4711)"),
            "SELECT pg_advisory_unlock(4711)",
            "t",
            "42501",
            List.of(
                "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint), pg_advisory_unlock(bigint) TO"
                    + " croft_app"),
            List.of(
                "REVOKE EXECUTE ON FUNCTION pg_advisory_lock(bigint), pg_advisory_unlock(bigint)"
                    + " FROM croft_app")));
  }

  private static SessionTrap cleared(
      String name, String leave, String look, String leaked, String clean) {
    return new SessionTrap(name, List.of(leave), look, leaked, clean, List.of(), List.of());
  }

  /** One that the gate itself refuses: to take the defence away, a condition of it is replaced. */
  private static SessionTrap gate(
      String name,
      String leave,
      String look,
      String leaked,
      String clean,
      String condition,
      String by) {
    return new SessionTrap(
        name,
        List.of(leave),
        look,
        leaked,
        clean,
        List.of(enterWith(condition, by)),
        List.of(enter()));
  }

  /** Notes the gate's function as it is, and makes it anew with {@code condition} replaced. */
  private static String enterWith(String condition, String by) {
    return """
        DO $do$
        DECLARE
          genuine constant text := pg_get_functiondef('croft.enter'::regproc);
        BEGIN
          CREATE TABLE public.genuine AS SELECT genuine AS text;
          IF strpos(genuine, $c$%1$s$c$) = 0 THEN
            RAISE EXCEPTION 'the gate has no such condition';
          END IF;
          EXECUTE replace(genuine, $c$%1$s$c$, $c$%2$s$c$);
        END
        $do$
        """
        .formatted(condition, by);
  }

  private static String enter() {
    return """
        DO $do$
        BEGIN
          EXECUTE (SELECT text FROM public.genuine);
          DROP TABLE public.genuine;
        END
        $do$
        """;
  }
}
