package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The logins by which applications read the catalog: they may read what {@link Catalog} offers and
 * nothing else. Each change is one transaction, audited with {@code actor}; the catalog keeps no
 * password. Safe for use by many threads.
 *
 * <p>They are made by the login that opened the catalog, since {@code croft_control} may make no
 * roles: it has to own the catalog's tables and to be allowed to create roles, or else everything
 * but {@link #list} is refused with {@code login-refused}.
 */
public final class ReaderLogins {

  private static final int PASSWORD_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern RESERVED = Pattern.compile("croft_.*|pg_.*|t_.*|public|none");

  private static final String MAY_CHANGE =
      """
      SELECT pg_has_role(t.relowner, 'USAGE')
        AND (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS may
      FROM pg_class t WHERE t.oid = 'catalog.reader'::regclass
      """;

  /** One change at a time: the next one sees what this one has done. */
  private static final String LOCK = "LOCK TABLE catalog.reader IN SHARE ROW EXCLUSIVE MODE";

  private static final String LIST =
      """
      SELECT k.login, k.password_since, coalesce(a.actor, '-') AS given_by,
        EXISTS (SELECT FROM pg_roles r WHERE r.rolname = k.login) AS made
      FROM catalog.reader k
      LEFT JOIN LATERAL (
        SELECT actor FROM catalog.audit
        WHERE object_kind = 'reader' AND object_id = k.login ORDER BY id DESC LIMIT 1) a ON true
      ORDER BY k.login
      """;

  private final CatalogAddress owner;
  private final Database database;

  ReaderLogins(CatalogAddress owner, Database database) {
    this.owner = owner;
    this.database = database;
  }

  /** What is done to the role of a login once it is known what there is of that name. */
  private interface Change<T> {
    T run(Connection connection, ReaderRole found) throws SQLException;
  }

  /** Returns all logins that this catalog has given out, by name. */
  public List<ReaderLogin> list() {
    return database.read(c -> Sql.list(c, LIST, ReaderLogins::login));
  }

  /**
   * Makes a login with a random password. Returns the address to give to the application; the
   * password in it can be read nowhere else.
   *
   * @throws CroftException {@code configuration-invalid} when no login can have that name; {@code
   *     login-exists} when there is one, or another role; nothing is changed then
   */
  public CatalogAddress add(String login, String actor) {
    return give(login, actor, "reader.add", found -> checkNew(login, found));
  }

  /**
   * Gives a login a new random password; sessions that are open go on. A role that somebody has
   * dropped is made again. Returns the address to give to the application.
   *
   * @throws CroftException {@code login-unknown}; {@code role-too-powerful} when somebody has made
   *     the role more than a reader
   */
  public CatalogAddress renew(String login, String actor) {
    return give(login, actor, "reader.renew", found -> checkKnown(login, found));
  }

  /**
   * Drops a login and ends its sessions. The application that has it learns of no further tenant
   * and no move; what it has read and its application secret stay good.
   *
   * @return how many sessions were ended
   * @throws CroftException {@code login-unknown}; {@code role-too-powerful} when the role is more
   *     than a reader, or was given rights elsewhere on the server
   */
  public int revoke(String login, String actor) {
    return change(
        login,
        actor,
        "reader.revoke",
        (connection, found) -> {
          checkKnown(login, found);
          return found.drop(connection);
        });
  }

  /** Raises what {@link #add} would raise, and changes nothing. */
  public void requireAddable(String login) {
    look(login, found -> checkNew(login, found));
  }

  /** Raises what {@link #renew} and {@link #revoke} would raise, and changes nothing. */
  public void requireKnown(String login) {
    look(login, found -> checkKnown(login, found));
  }

  /** Makes a login with that password, or gives it to the one that there is. */
  CatalogAddress put(String login, String password, String actor) {
    return write(login, password, actor, "reader.add", ReaderRole::requireFit);
  }

  private CatalogAddress give(
      String login, String actor, String action, Consumer<ReaderRole> check) {
    byte[] password = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(password);
    return write(login, HexFormat.of().formatHex(password), actor, action, check);
  }

  private CatalogAddress write(
      String login, String password, String actor, String action, Consumer<ReaderRole> check) {
    return change(
        login,
        actor,
        action,
        (connection, found) -> {
          check.accept(found);
          found.write(connection, password);
          return new CatalogAddress(owner.jdbcUrl(), login, password);
        });
  }

  private <T> T change(String login, String actor, String action, Change<T> change) {
    return asOwner(
        connection ->
            Database.transaction(
                connection,
                actor,
                action,
                c -> {
                  requireRights(c);
                  Sql.change(c, LOCK);
                  return change.run(c, ReaderRole.find(c, login));
                }));
  }

  private void look(String login, Consumer<ReaderRole> check) {
    ReaderRole found =
        asOwner(
            connection -> {
              requireRights(connection);
              return ReaderRole.find(connection, login);
            });
    check.accept(found);
  }

  private <T> T asOwner(Database.Work<T> work) {
    try (Connection connection =
        Connections.open(
            owner.jdbcUrl(), owner.user(), owner.password(), "croft catalog readers")) {
      return work.run(connection);
    } catch (SQLException e) {
      throw CatalogErrors.of(owner, e);
    }
  }

  private void requireRights(Connection connection) throws SQLException {
    if (!Sql.first(connection, MAY_CHANGE, row -> row.getBoolean("may")).orElse(false)) {
      throw new CroftException(
          ErrorCode.LOGIN_REFUSED,
          "login " + owner.user() + " may not change the logins of applications",
          "open the catalog as the owner of its tables, with the right to create roles");
    }
  }

  private static void checkNew(String login, ReaderRole found) {
    if (!NAME.matcher(login).matches() || RESERVED.matcher(login).matches()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "\"" + login + "\" cannot be the login of an application",
          "use 1 to 63 lower-case letters, digits, hyphens and underscores, beginning with a letter"
              + " and not with croft_, pg_ or t_");
    }
    if (found.registered()) {
      throw new CroftException(
          ErrorCode.LOGIN_EXISTS,
          "there is a login " + login + " already",
          "choose another name, or renew it: what uses the old password is refused then");
    }
    if (found.exists()) {
      throw new CroftException(
          ErrorCode.LOGIN_EXISTS,
          "the catalog's server has a role " + login + " that this catalog has not given out",
          "choose another name");
    }
  }

  private static void checkKnown(String login, ReaderRole found) {
    if (!found.registered()) {
      throw new CroftException(
          ErrorCode.LOGIN_UNKNOWN,
          "this catalog has given out no login \"" + login + "\"",
          "list the logins of applications");
    }
    found.requireFit();
  }

  private static ReaderLogin login(ResultSet row) throws SQLException {
    return new ReaderLogin(
        row.getString("login"),
        Sql.instant(row, "password_since"),
        row.getString("given_by"),
        row.getBoolean("made"));
  }
}
