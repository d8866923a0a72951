package io.croft.spring.test;

import io.croft.core.CroftException;
import io.croft.spring.web.TenantNaming;
import io.croft.spring.web.TenantResolver;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that no tenant has, and that careless code takes for one. */
final class OddNames {

  private static final int VERY_LONG = 100_000;

  private OddNames() {}

  record Odd(String name, String text) {}

  static Stream<Odd> around(String tenant) {
    return Stream.of(
        new Odd("nothing", ""),
        new Odd("white space", "   "),
        new Odd("white space around it", " " + tenant + "\t"),
        new Odd("white space within", tenant.charAt(0) + " " + tenant.substring(1)),
        new Odd("upper case", tenant.toUpperCase(Locale.ROOT)),
        new Odd(
            "percent-encoded", "%" + Integer.toHexString(tenant.charAt(0)) + tenant.substring(1)),
        new Odd("percent-encoded slash", tenant + "%2F.."),
        new Odd("encoded twice", "%2561" + tenant),
        new Odd("end of a line", tenant + "\r\nX-Tenant: globex"),
        new Odd("zero character", tenant + "\0"),
        new Odd("letter of another script", "\u0430" + tenant.substring(1)),
        new Odd("full-width letters", "\uff41" + tenant.substring(1)),
        new Odd("combining mark", tenant + "\u0301"),
        new Odd("writing direction", "\u202e" + tenant),
        new Odd("half of a character", "\ud83d" + tenant),
        new Odd("two with a comma", tenant + ",globex"),
        new Odd("two with a semicolon", tenant + ";globex"),
        new Odd("path upwards", "../" + tenant),
        new Odd("SQL", tenant + "' OR '1'='1"),
        new Odd("all of them", "*"),
        new Odd("a word for none", "null"),
        new Odd("a word for any", "default"),
        new Odd("very long", tenant.repeat(VERY_LONG / tenant.length())));
  }

  /**
   * Returns what the resolver finds; a refusal that a client is told is nothing, all else fails the
   * test.
   */
  static Optional<TenantNaming> resolved(TenantResolver resolver, RequestSaying request) {
    try {
      return resolver.resolve(request);
    } catch (CroftException e) {
      if (TenantResolverContract.isForClient(e)) {
        return Optional.empty();
      }
      throw new AssertionError("the client would be told 500: " + e.code().code(), e);
    } catch (RuntimeException e) {
      throw new AssertionError("the client would be told 500, for " + e, e);
    }
  }
}
