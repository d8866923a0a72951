package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The resolvers that can be had by configuration. */
public final class Resolvers {

  /** What stands for the tenant in a pattern of paths. */
  private static final String VARIABLE = "tenant";

  private Resolvers() {}

  /** Reads a header. More than one of it is refused: proxies differ in which they pass on. */
  public static TenantResolver header(String name) {
    return request -> {
      List<String> values = request.headers(name);
      if (values.size() > 1) {
        throw ambiguous("the request has %d headers %s".formatted(values.size(), name));
      }
      return values.stream().map(String::strip).map(TenantNaming::asks).findFirst();
    };
  }

  /** Reads {@code acme} from {@code acme.<domain>}; deeper names and other hosts say nothing. */
  public static TenantResolver subdomain(String domain) {
    String suffix = "." + domain.toLowerCase(Locale.ROOT);
    return request -> {
      String host = request.host();
      int length = host.length() - suffix.length();
      return length > 0 && host.endsWith(suffix) && host.lastIndexOf('.', length - 1) < 0
          ? Optional.of(TenantNaming.asks(host.substring(0, length)))
          : Optional.empty();
    };
  }

  /** Knows the tenants that have hosts of their own; keys are host names. */
  public static TenantResolver hosts(Map<String, String> tenants) {
    Map<String, String> known = new HashMap<>();
    tenants.forEach((host, tenant) -> known.put(host.toLowerCase(Locale.ROOT), tenant));
    return request -> Optional.ofNullable(known.get(request.host())).map(TenantNaming::asks);
  }

  /**
   * Reads the segment that {@code {tenant}} stands for in a pattern such as {@code /b/{tenant}/**}.
   *
   * @throws CroftException {@code configuration-invalid} when it is no pattern with that variable
   */
  public static TenantResolver path(String pattern) {
    PathPattern parsed = parse(pattern);
    return request -> {
      PathPattern.PathMatchInfo found =
          parsed.matchAndExtract(PathContainer.parsePath(request.path()));
      return found == null
          ? Optional.empty()
          : Optional.ofNullable(found.getUriVariables().get(VARIABLE)).map(TenantNaming::asks);
    };
  }

  /** Reads a pattern with {@code {tenant}} in it. */
  static PathPattern parse(String pattern) {
    try {
      if (pattern.contains("{" + VARIABLE + "}")) {
        return PathPatternParser.defaultInstance.parse(pattern);
      }
    } catch (IllegalArgumentException e) {
      throw badPattern(pattern, e);
    }
    throw badPattern(pattern, null);
  }

  private static CroftException badPattern(String pattern, @Nullable Throwable cause) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "\"" + pattern + "\" is no pattern of paths with {tenant} in it",
        "write it like /b/{tenant}/**",
        cause);
  }

  /** Reads an attribute of the session, which the application has put there after a log-in. */
  public static TenantResolver session(String attribute) {
    return request ->
        request.sessionAttribute(attribute).map(Object::toString).map(TenantNaming::asks);
  }

  /**
   * Holds the caller to the tenants in a claim of its verified token: a name or a list of names;
   * what is no text is no name. A token without a name in the claim is held to none.
   *
   * @param required true to refuse a request without a token, too
   */
  public static TenantResolver claim(String name, boolean required) {
    return request -> {
      Map<String, Object> claims = request.claims();
      if (claims.isEmpty()) {
        if (required) {
          throw new CroftException(
              ErrorCode.CALLER_UNKNOWN,
              "the request has no verified token",
              "send one whose claim " + name + " names the tenant");
        }
        return Optional.empty();
      }
      return Optional.of(TenantNaming.binds(names(claims.get(name))));
    };
  }

  private static List<String> names(@Nullable Object claim) {
    Collection<?> several =
        claim instanceof Collection<?> many ? many : Collections.singleton(claim);
    return several.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .distinct()
        .toList();
  }

  /** Holds the caller to the tenant whose key it has shown in a header. */
  public static TenantResolver apiKey(String header, ApiKeys keys) {
    return request -> {
      List<String> values = request.headers(header);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      if (values.size() > 1) {
        throw ambiguous("the request has %d headers %s".formatted(values.size(), header));
      }
      return Optional.of(
          TenantNaming.binds(
              List.of(
                  // An application that is not checked for null may return it, too.
                  Optional.ofNullable(keys.tenant(values.get(0)))
                      .flatMap(found -> found)
                      .orElseThrow(
                          () ->
                              new CroftException(
                                  ErrorCode.CALLER_UNKNOWN,
                                  "the key in header " + header + " is not known",
                                  "send one that is valid")))));
    };
  }

  static CroftException ambiguous(String found) {
    return new CroftException(
        ErrorCode.TENANT_AMBIGUOUS, found, "name one tenant, in one place or the same in all");
  }
}
