package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * One tenant runs random SQL that changes its session; another looks at all that could have stayed.
 * Rounds and seed: {@code -Dcroft.fuzz.rounds}, {@code -Dcroft.fuzz.seed}; the seed is printed.
 */
final class SessionFuzzIT extends TenantsOnServers {

  private static final int ROUNDS = Integer.getInteger("croft.fuzz.rounds", 500);
  private static final long SEED = Long.getLong("croft.fuzz.seed", System.nanoTime());

  private static final List<String> CHANGES =
      List.of(
          "SET work_mem = '%dMB'",
          "SET app.word = 'of a %d'",
          "SET SESSION statement_timeout = %d",
          "SET lock_timeout = %d",
          "SET TIME ZONE 'Pacific/Apia'",
          "SET DateStyle = 'ISO, DMY'",
          "SET extra_float_digits = 0",
          "SET enable_seqscan = off",
          "SET default_transaction_read_only = on",
          "SET default_transaction_isolation = 'serializable'",
          "SET default_transaction_deferrable = on",
          "SET search_path = pg_catalog",
          "SET row_security = off",
          "SET role = 'croft_pool'",
          "SET bytea_output = 'escape'",
          "SET seed = 0.25",
          "SELECT set_config('app.word', 'by function %d', false)",
          "SELECT set_config('work_mem', '%dMB', false)",
          "DO $$ BEGIN PERFORM set_config('app.word', 'by code', false); END $$",
          "DO $$ BEGIN EXECUTE 'LISTEN by_code'; END $$",
          "INSERT INTO note (body) VALUES ('%d' || gen_random_uuid())",
          "LISTEN of_a_%d",
          "NOTIFY of_a_%d, 'word'",
          "UNLISTEN *",
          "PREPARE planted_%d AS SELECT 'of a'",
          "DEALLOCATE ALL",
          "DECLARE held_%d CURSOR WITH HOLD FOR SELECT 'of a'",
          "CREATE TEMP TABLE planted (word text)",
          "SELECT pg_advisory_lock(%d)",
          "SET CONSTRAINTS ALL DEFERRED",
          "SET LOCAL work_mem = '9MB'",
          "RESET ALL",
          "SELECT 1 / 0",
          "SAVEPOINT s");

  private static final Map<String, String> PROBES =
      new TreeMap<>(
          Map.of(
              "settings",
              "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
                  + " WHERE name IN ('work_mem', 'statement_timeout', 'lock_timeout', 'TimeZone',"
                  + " 'DateStyle', 'extra_float_digits', 'enable_seqscan', 'row_security',"
                  + " 'search_path', 'bytea_output', 'transaction_read_only', 'role',"
                  + " 'transaction_isolation', 'transaction_deferrable')",
              "own setting",
              "SELECT coalesce(current_setting('app.word', true), '')",
              "channels",
              "SELECT string_agg(c, ' ') FROM pg_listening_channels() c",
              "statements",
              "SELECT count(*) FROM pg_prepared_statements WHERE from_sql",
              "cursors",
              "SELECT count(*) FROM pg_cursors WHERE is_holdable",
              "role",
              "SELECT current_user || ' ' || session_user",
              "temporary schema",
              "SELECT pg_my_temp_schema()",
              "sequence",
              "SELECT lastval()",
              "rows",
              "SELECT count(*) FROM note"));

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Test
  void nothingOfOneTenantIsSeenByTheNext() throws SQLException {
    reopenWithBudget(1);
    Map<String, String> clean = look();
    Random random = new Random(SEED);
    System.out.println("SessionFuzzIT: seed " + SEED + ", " + ROUNDS + " rounds");
    for (int round = 0; round < ROUNDS; round++) {
      List<String> done = disturb(random);
      assertThat(look()).as("round %d of seed %d, after %s", round, SEED, done).isEqualTo(clean);
    }
  }

  @Test
  void itWouldBeSeenWithoutClearing() throws SQLException {
    reopenWithBudget(1);
    Map<String, String> clean = look();
    data.entrance().neverClear();
    TreeSet<String> leaks = new TreeSet<>();
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      disturb(random);
      Map<String, String> found = look();
      for (String name : clean.keySet()) {
        if (!found.get(name).equals(clean.get(name))) {
          leaks.addAll(name.equals("settings") ? changed(clean, found) : List.of(name));
        }
      }
    }
    assertThat(leaks).as("leaks of seed " + SEED).hasSizeGreaterThanOrEqualTo(5);
  }

  private static List<String> changed(Map<String, String> clean, Map<String, String> found) {
    List<String> before = List.of(clean.get("settings").split(" (?=\\w+=)"));
    List<String> after = new ArrayList<>(List.of(found.get("settings").split(" (?=\\w+=)")));
    after.removeAll(before);
    return after.stream().map(setting -> setting.replaceFirst("=.*", "")).toList();
  }

  /** Runs one to five changes as one tenant, in autocommit or in a transaction of either end. */
  private List<String> disturb(Random random) throws SQLException {
    List<String> done = new ArrayList<>();
    as(
        a,
        connection -> {
          boolean block = random.nextBoolean();
          connection.setAutoCommit(!block);
          for (int i = random.nextInt(5); i >= 0; i--) {
            String sql =
                CHANGES
                    .get(random.nextInt(CHANGES.size()))
                    .replace("%d", "" + random.nextInt(1, 90));
            done.add(sql);
            run(connection, sql);
          }
          if (block && random.nextBoolean()) {
            end(connection);
          }
        });
    return done;
  }

  private static void run(Connection connection, String sql) {
    try {
      execute(connection, sql);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(sql).isNotNull();
    }
  }

  private static void end(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("COMMIT of a failed transaction").isEqualTo("25P02");
    }
  }

  /** Asks every probe in a transaction of its own, so that each could be the one that leaks. */
  private Map<String, String> look() throws SQLException {
    Map<String, String> answers = new TreeMap<>();
    TenantId other = b;
    for (Map.Entry<String, String> probe : PROBES.entrySet()) {
      answers.put(probe.getKey(), call(other, connection -> answer(connection, probe.getValue())));
    }
    return answers;
  }

  private static String answer(Connection connection, String sql) {
    try {
      return String.valueOf(strings(connection, sql).get(0));
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }
}
