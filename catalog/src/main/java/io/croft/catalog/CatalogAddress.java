package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where the catalog is and as whom to log in.
 *
 * @param jdbcUrl without credentials
 * @param user the login
 * @param password secret; {@link #toString} leaves it out
 */
public record CatalogAddress(String jdbcUrl, String user, String password) {

  private static final String JDBC = "jdbc:";
  private static final int DEFAULT_PORT = 5432;

  /** Returns the address of a database on a server, reached as {@code user}. */
  public static CatalogAddress of(
      String host, int port, String database, String user, String password) {
    return new CatalogAddress(Address.jdbcUrl(host, port, database), user, password);
  }

  /**
   * Returns the address that {@code postgresql://user:password@host:port/database} spells. The port
   * may be left out; parameters of the driver may follow as a query. Characters that an address
   * reserves are percent-encoded.
   *
   * @throws CroftException {@code configuration-invalid}, without repeating the text
   */
  public static CatalogAddress parse(String text) {
    URI uri = uri(text);
    @Nullable String scheme = uri.getScheme();
    if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
      throw invalid("it does not begin with postgresql://");
    }
    @Nullable String host = uri.getHost();
    if (host == null) {
      throw invalid("it names no host");
    }
    @Nullable String path = uri.getRawPath();
    if (path == null || path.length() < 2 || path.indexOf('/', 1) >= 0) {
      throw invalid("it names no database");
    }
    @Nullable String login = uri.getRawUserInfo();
    int colon = login == null ? -1 : login.indexOf(':');
    if (login == null || colon <= 0) {
      throw invalid("it names no user and password");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    @Nullable String query = uri.getRawQuery();
    return new CatalogAddress(
        "jdbc:postgresql://" + host + ":" + port + path + (query == null ? "" : "?" + query),
        decode(login.substring(0, colon)),
        decode(login.substring(colon + 1)));
  }

  /** Returns the spelling that {@link #parse} reads. It holds the password: keep it secret. */
  public String uri() {
    String rest = jdbcUrl.substring((JDBC + "postgresql://").length());
    return "postgresql://" + Address.encode(user) + ":" + Address.encode(password) + "@" + rest;
  }

  /** Returns the address without the login, as messages show it. */
  String place() {
    int query = jdbcUrl.indexOf('?');
    return jdbcUrl.substring(JDBC.length(), query < 0 ? jdbcUrl.length() : query);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // The exception repeats the text, and with it the password: it does not go on.
      throw invalid("it is malformed at character " + (e.getIndex() + 1));
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static CroftException invalid(String why) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "the address of the catalog cannot be read: " + why,
        "write it as postgresql://user:password@host:port/database");
  }

  @Override
  public String toString() {
    return user + " at " + place();
  }
}
