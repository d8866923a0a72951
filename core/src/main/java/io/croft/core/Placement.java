package io.croft.core;

/**
 * Where a tenant lives, at one epoch. Every move ends in a new placement with a larger epoch; the
 * names of a home contain the epoch, so that no two homes ever share a schema, database or login.
 *
 * @param tenant whose placement this is
 * @param isolation the kind of home
 * @param server name of the server in the catalog
 * @param database the database that holds the home
 * @param schema the schema that holds the application's tables in that database
 * @param login the role as which the application reaches the home
 * @param epoch grows with every move; at least 1
 */
public record Placement(
    TenantId tenant,
    Isolation isolation,
    String server,
    String database,
    String schema,
    String login,
    long epoch) {

  /** The database of a server that holds its pool and its schema homes. */
  public static final String SHARED_DATABASE = "croft_app";

  /** The schema of the application's tables in the pool and in every database home. */
  public static final String APP_SCHEMA = "app";

  /** The login by which the application reaches the pool of a server. */
  public static final String POOL_LOGIN = "croft_app";

  /** Returns the placement of {@code tenant} in a home of that isolation, named by its epoch. */
  public static Placement of(TenantId tenant, Isolation isolation, String server, long epoch) {
    String own = "t_" + tenant.hex() + "_" + epoch;
    return switch (isolation) {
      case POOL ->
          new Placement(tenant, isolation, server, SHARED_DATABASE, APP_SCHEMA, POOL_LOGIN, epoch);
      case SCHEMA -> new Placement(tenant, isolation, server, SHARED_DATABASE, own, own, epoch);
      case DATABASE -> new Placement(tenant, isolation, server, own, APP_SCHEMA, own, epoch);
    };
  }

  /**
   * Returns the role as which code of that access reaches the home: the rights of the role are
   * those of the access. At most 63 bytes up to an epoch of eleven digits.
   */
  public String loginFor(Access access) {
    return loginFor(login, access);
  }

  /** Returns the role for that access beside the one for full access, of the pool or of a home. */
  public static String loginFor(String fullLogin, Access access) {
    if (access.isFull()) {
      return fullLogin;
    }
    // Not croft_app_: an access may be called "owner", and croft_app_owner is another role.
    return (fullLogin.equals(POOL_LOGIN) ? "croft_as" : fullLogin) + "_" + access.word();
  }

  /** Returns true when both name a home of the same isolation on the same server. */
  public boolean sameHomeKind(Isolation otherIsolation, String otherServer) {
    return isolation == otherIsolation && server.equals(otherServer);
  }

  /** Returns {@code isolation@server}, as operators read it. */
  public String summary() {
    return isolation + "@" + server;
  }
}
