package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What the driver's errors mean for who uses the catalog. */
final class CatalogErrors {

  private CatalogErrors() {}

  static CroftException of(CatalogAddress address, SQLException e) {
    String state = state(e);
    return switch (state) {
      case "3D000", "3F000", "42P01" ->
          new CroftException(
              ErrorCode.CATALOG_UNKNOWN,
              "there is no catalog at " + address.place(),
              "check the address; the control plane makes the catalog when it opens it",
              e);
      case "42883" ->
          new CroftException(
              ErrorCode.CATALOG_UNKNOWN,
              "the catalog at " + address.place() + " is of an older version: " + e.getMessage(),
              "open it once with the control plane of this version, which brings it up to date",
              e);
      case "28000", "28P01", "42501", "22023" ->
          new CroftException(
              ErrorCode.LOGIN_REFUSED,
              "the catalog at "
                  + address.place()
                  + " refuses login "
                  + address.user()
                  + ": "
                  + e.getMessage(),
              "check the password; the control plane's login is a member of croft_control, an"
                  + " application's of croft_reader",
              e);
      default -> unreachable(e, state) ? unreachable(address, e) : failed(address, e, state);
    };
  }

  private static boolean unreachable(SQLException e, String state) {
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P0")
        || state.equals("53300");
  }

  private static CroftException unreachable(CatalogAddress address, SQLException e) {
    return new CroftException(
        ErrorCode.CATALOG_UNREACHABLE,
        "the catalog at " + address.place() + " does not answer: " + e.getMessage(),
        "check that its server runs and that the address is right",
        e);
  }

  private static CroftException failed(CatalogAddress address, SQLException e, String state) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        "the catalog at " + address.place() + " refused (" + state + "): " + e.getMessage(),
        "see the log of its server",
        e);
  }

  /** Returns the SQLSTATE of the error or of the nearest cause that has one. */
  private static String state(SQLException e) {
    @Nullable Throwable at = e;
    while (at != null) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
      at = at.getCause();
    }
    return "";
  }
}
