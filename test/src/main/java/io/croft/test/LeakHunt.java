package io.croft.test;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Makes the application's own requests as two tenants, and looks for any value of one in the
 * answers of the other: whatever caches, fields, exports or error texts carry over, no policy of
 * the database sees.
 *
 * <p>What to look for it learns from the rows: all values of one tenant that no row of the other
 * and no shared table has, alone or within a longer one, but for those that occur by chance (dates,
 * and numbers and texts of less than five digits or letters). It recognises them in any case, in
 * the escapes of JSON, HTML and addresses, in Base64 and hexadecimal digits, in headers and in
 * errors. All requests are made as the one tenant, then as the other, and both once more; what a
 * request of one leaves behind, the other's meets.
 *
 * <p>Not thread-safe; called outside of any scope.
 */
public final class LeakHunt {

  private final TenantReader reader;
  private final Map<String, Request> requests = new LinkedHashMap<>();

  LeakHunt(TenantReader reader) {
    this.reader = reader;
  }

  /** A request as a client makes it; the application finds out for which tenant it is. */
  @FunctionalInterface
  public interface Request {

    /** Returns its answer; an error that is thrown is an answer, too. */
    Answer make(TenantId tenant) throws Exception;
  }

  /**
   * Adds a request, which is made outside of any scope.
   *
   * @param name how the report calls it
   */
  public LeakHunt request(String name, Request request) {
    if (requests.putIfAbsent(name, request) != null) {
      throw new IllegalArgumentException("there is a request \"" + name + "\" already");
    }
    return this;
  }

  /**
   * Adds a call, such as of a repository, which is made in the scope of the tenant.
   *
   * @param name how the report calls it
   */
  public LeakHunt call(String name, Callable<?> call) {
    return request(name, tenant -> TenantScope.call(tenant, () -> Answer.of(call.call())));
  }

  /**
   * Makes all requests as both tenants, and asserts that none was answered with a value of the
   * other.
   *
   * @throws AssertionError naming each request, the value, and whose it is and from which column;
   *     also when nothing was proven: one of them has no value by which it could be recognised, or
   *     no answer has any value of the tenant that it was for
   */
  public void assertNoLeak(TenantId one, TenantId other) {
    if (TenantScope.current().isPresent()) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "requests of two tenants are to be made inside the scope of one",
          "hunt in a test without @WithTenant and @TenantTest");
    }
    Hunted first = reader.hunted(one, other);
    Hunted second = reader.hunted(other, one);
    requireRecognisable(first, second);
    requireRecognisable(second, first);
    List<String> leaks = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      requests.forEach((name, request) -> make(name, request, first, second, leaks));
      requests.forEach((name, request) -> make(name, request, second, first, leaks));
    }
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          "answers hold values of another tenant:\n"
              + String.join("\n", leaks.stream().distinct().toList()));
    }
    requireSeen(first);
    requireSeen(second);
  }

  private static void make(
      String name, Request request, Hunted asking, Hunted hidden, List<String> leaks) {
    Answer answer;
    try {
      answer = request.make(asking.tenant());
    } catch (Exception e) {
      answer = Answer.ofError(e);
    }
    for (Map.Entry<String, List<String>> part : answer.parts().entrySet()) {
      for (String text : part.getValue()) {
        Sighting sighting = Sighting.in(text);
        sighting.of(hidden.values()).stream()
            .filter(hidden::betrays)
            .forEach(
                value ->
                    leaks.add(
                        "  %s as %s: \"%s\" of %s (%s) in the %s"
                            .formatted(
                                name,
                                asking.name(),
                                value.text(),
                                hidden.name(),
                                value.place(),
                                part.getKey())));
        asking.answered(sighting);
      }
    }
  }

  private static void requireRecognisable(Hunted hunted, Hunted other) {
    if (!hunted.isRecognisable()) {
      throw new AssertionError(
          ("nothing is proven: %s has no value that %s has not, too\n"
                  + "  -> write rows for it with names, texts or numbers of its own")
              .formatted(hunted.name(), other.name()));
    }
  }

  private static void requireSeen(Hunted hunted) {
    if (!hunted.isSeen()) {
      throw new AssertionError(
          ("nothing is proven: no answer to %s has any value of its own rows\n"
                  + "  -> look at the answers: are the requests refused, or of what has no rows?")
              .formatted(hunted.name()));
    }
  }
}
