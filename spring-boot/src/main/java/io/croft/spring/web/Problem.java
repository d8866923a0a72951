package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an error of Croft is told to a client: as {@code application/problem+json} whose {@code code}
 * is stable. What the client can do nothing about is told without its message.
 *
 * @param status the HTTP status
 * @param code the stable code
 * @param detail for the client; names no server, no home and no other tenant
 * @param retry true when the same request may succeed soon
 */
record Problem(int status, String code, String detail, boolean retry) {

  /** What a client is told where the same request may succeed soon. */
  static final String RETRY_AFTER_SECONDS = "1";

  private static final String TYPE = "urn:croft:problem:";
  private static final int INTERNAL = 500;

  /** Causes may lead back to themselves. */
  private static final int DEEPEST = 100;

  /** Returns what the first error of Croft among the causes is to a client, empty without one. */
  static Optional<Problem> in(@Nullable Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof CroftException croft) {
        return Optional.of(of(croft));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** Returns the problem that an error of Croft is to a client. */
  static Problem of(CroftException e) {
    return switch (e.code()) {
      case TENANT_MISSING, TENANT_AMBIGUOUS, SLUG_INVALID, TENANT_ID_INVALID -> told(400, e);
      case CALLER_UNKNOWN -> told(401, e);
      case TENANT_FORBIDDEN -> told(403, e);
      case TENANT_NOT_ACTIVE ->
          new Problem(403, e.code().code(), "the tenant is not active", false);
      case TENANT_UNKNOWN -> new Problem(404, e.code().code(), "there is no such tenant", false);
      case TENANT_OVER_LIMIT ->
          new Problem(429, e.code().code(), "the tenant's limit is reached", true);
      case FENCE_TIMEOUT,
          CONNECTION_TIMEOUT,
          SERVER_UNREACHABLE,
          CATALOG_UNREACHABLE,
          TENANT_BUSY ->
          new Problem(503, e.code().code(), "the tenant cannot be reached now", true);
      default -> hidden(e.code());
    };
  }

  private static Problem told(int status, CroftException e) {
    return new Problem(status, e.code().code(), e.getMessage() + "; " + e.hint(), false);
  }

  private static Problem hidden(ErrorCode code) {
    return new Problem(INTERNAL, code.code(), "the request could not be served", false);
  }

  /** Returns true when it is no fault of the application, which would have to be told elsewhere. */
  boolean isForClient() {
    return status != INTERNAL;
  }

  /** Returns the body, RFC 9457, in ASCII. */
  String json() {
    return String.format(
        Locale.ROOT,
        """
        {"type":"%s%s","title":"%s","status":%d,"detail":"%s","code":"%s"}\
        """,
        TYPE,
        code,
        code.replace('-', ' '),
        status,
        escape(detail),
        code);
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
