package io.croft.gate;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gate row of one home, as the control plane writes and reads it: one row of {@code croft.gate}
 * in the home's database. Writing wants a superuser; reading a superuser or the mover.
 *
 * @param state whether the tenant may enter
 * @param token the attempt that may act on the home
 * @param target where the tenant went; present when the state is {@code MOVED}
 * @param applied up to which position of another home's log this home holds the changes; empty when
 *     it follows none
 */
public record HomeGate(
    HomeState state, long token, Optional<Placement> target, Optional<Lsn> applied) {

  private static final String INSERT =
      """
      INSERT INTO croft.gate
        (tenant, epoch, isolation, schema_name, login, state, token, pass_inner_pad, pass_outer_pad)
      SELECT new.*
      FROM (VALUES (?::uuid, ?::bigint, ?, ?, ?, ?, ?::bigint, ?::bytea, ?::bytea))
        AS new (tenant, epoch, isolation, schema_name, login, state, token, inner_pad, outer_pad)
      WHERE NOT EXISTS (
        SELECT FROM croft.gate g
        WHERE g.tenant = new.tenant AND g.epoch = new.epoch AND g.token >= new.token)
      ON CONFLICT (tenant, epoch) DO UPDATE
      SET token = excluded.token, pass_inner_pad = excluded.pass_inner_pad,
          pass_outer_pad = excluded.pass_outer_pad, applied = NULL
      WHERE gate.state = 'preparing' AND gate.token < excluded.token
      """;

  private static final String END_CLAIMS = "SELECT croft.end_claims(?, ?, ?)";

  private static final String HAND_ON =
      """
      UPDATE croft.gate SET token = ?
      WHERE tenant = ? AND epoch = ? AND state = 'preparing' AND token < ?
      """;

  private static final String KEEP_RIGHTS =
      "UPDATE croft.access_right SET schema_name = ? WHERE schema_name = ?";

  private static final String READ =
      "SELECT state, token, moved_to, applied::text FROM croft.gate WHERE tenant = ? AND epoch = ?";

  private static final String DELETE =
      """
      WITH home (tenant, epoch) AS (VALUES (?::uuid, ?::bigint)),
      logins AS (
        DELETE FROM croft.home_login l USING home
        WHERE l.tenant = home.tenant AND l.epoch = home.epoch),
      marks AS (
        DELETE FROM croft.mark m WHERE m.ctid = ANY (ARRAY(
          SELECT k.ctid FROM croft.mark k JOIN home USING (tenant, epoch)
          FOR UPDATE OF k SKIP LOCKED))),
      rights AS (
        DELETE FROM croft.access_right r USING croft.gate g JOIN home USING (tenant, epoch)
        WHERE r.schema_name = g.schema_name AND g.isolation = 'schema')
      DELETE FROM croft.gate g USING home WHERE g.tenant = home.tenant AND g.epoch = home.epoch
      """;

  /** Adds the row of a home that is open from the start; nothing happens when it is there. */
  public static void addOpen(Connection admin, Placement home) throws SQLException {
    insert(admin, home, HomeState.OPEN, 0, null);
  }

  /**
   * Adds the row of a home that a move is filling, or hands an existing one to a newer attempt,
   * after ending the sessions in which older attempts still fill it.
   *
   * @param token the attempt that may fill the home
   * @param passKey 32 bytes that the target shares with the source, with which the pass is signed
   */
  public static void addPreparing(Connection admin, Placement home, long token, byte[] passKey)
      throws SQLException {
    endClaims(admin, home, token);
    insert(admin, home, HomeState.PREPARING, token, passKey);
  }

  private static void endClaims(Connection admin, Placement home, long token) throws SQLException {
    try (PreparedStatement end = admin.prepareStatement(END_CLAIMS)) {
      bindHome(end, home);
      end.setLong(3, token);
      end.execute();
    }
  }

  /**
   * Hands a home that a move is filling to a newer attempt, which goes on with what is there, after
   * ending the sessions in which older attempts still fill it.
   *
   * @return false when no older attempt was filling it
   */
  public static boolean handOn(Connection admin, Placement home, long token) throws SQLException {
    endClaims(admin, home, token);
    try (PreparedStatement update = admin.prepareStatement(HAND_ON)) {
      update.setLong(1, token);
      update.setObject(2, home.tenant().value());
      update.setLong(3, home.epoch());
      update.setLong(4, token);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * Puts the row of {@code renewed}, for a move to go on with, into the place of that of a home
   * which the tenant has left. What was said of rights in the schema goes with it.
   */
  public static void replace(
      Connection admin, Placement old, Placement renewed, long token, byte[] passKey)
      throws SQLException {
    if (!old.schema().equals(renewed.schema())) {
      try (PreparedStatement keep = admin.prepareStatement(KEEP_RIGHTS)) {
        keep.setString(1, renewed.schema());
        keep.setString(2, old.schema());
        keep.executeUpdate();
      }
    }
    remove(admin, old);
    insert(admin, renewed, HomeState.PREPARING, token, passKey);
  }

  /** Returns the row of {@code home}, empty when there is none. */
  public static Optional<HomeGate> read(Connection connection, Placement home) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      bindHome(read, home);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? Optional.of(map(home.tenant(), row)) : Optional.empty();
      }
    }
  }

  /**
   * Removes the row, the mark and what is noted of its logins and their rights; from then on nobody
   * can enter the home.
   */
  public static void remove(Connection admin, Placement home) throws SQLException {
    try (PreparedStatement delete = admin.prepareStatement(DELETE)) {
      bindHome(delete, home);
      delete.executeUpdate();
    }
  }

  private static HomeGate map(TenantId tenant, ResultSet row) throws SQLException {
    return new HomeGate(
        HomeState.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        row.getLong(2),
        Optional.ofNullable(row.getString(3)).flatMap(text -> MoveTarget.parse(tenant, text)),
        Optional.ofNullable(row.getString(4)).map(Lsn::parse));
  }

  private static void insert(
      Connection admin, Placement home, HomeState state, long token, byte @Nullable [] passKey)
      throws SQLException {
    try (PreparedStatement insert = admin.prepareStatement(INSERT)) {
      bindHome(insert, home);
      insert.setString(3, home.isolation().word());
      insert.setString(4, home.schema());
      insert.setString(5, home.login());
      insert.setString(6, state.word());
      insert.setLong(7, token);
      insert.setBytes(8, passKey == null ? null : Hmac.innerPad(passKey));
      insert.setBytes(9, passKey == null ? null : Hmac.outerPad(passKey));
      insert.executeUpdate();
    }
  }

  private static void bindHome(PreparedStatement statement, Placement home) throws SQLException {
    statement.setObject(1, home.tenant().value());
    statement.setLong(2, home.epoch());
  }
}
