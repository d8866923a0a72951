package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.home.Homes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether two homes are alike: with the same tables, columns, constraints, indexes, triggers,
 * routines and so on. What only the old one has would be lost with it.
 */
final class SameSchema {

  private static final int SHOWN = 5;
  private static final int MARK = "+ ".length();
  private static final int LONGEST = 200;
  private static final String FIX =
      "bring both to the same version of the application's migrations, and make by a migration what"
          + " was made by hand";

  private SameSchema() {}

  /**
   * Raises {@code schema-differs} where the new home is not like the old one; to be asked after the
   * definitions of the old home were noted, which tell of later changes.
   */
  static void require(Homes homes, Route route) {
    List<String> differences = homes.differences(route.from(), route.to());
    if (!differences.isEmpty()) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "only %s (+) or only %s (-) has: %s"
              .formatted(route.from().summary(), route.to().summary(), shown(differences)),
          FIX);
    }
  }

  /** Returns why a home would differ from a new one at that server, which is made like its pool. */
  static List<String> problems(Homes homes, Placement from, String server) {
    Placement pool = Placement.of(from.tenant(), Isolation.POOL, server, from.epoch() + 1);
    List<String> differences = homes.differences(from, pool);
    return differences.isEmpty()
        ? List.of()
        : List.of(
            "only %s (+) or only homes at %s (-) have: %s (%s)"
                .formatted(from.summary(), server, shown(differences), FIX));
  }

  /** A table or view that only one home has says more than its columns. */
  private static String shown(List<String> differences) {
    String first =
        differences.stream()
            .sorted(Comparator.comparing(line -> !line.startsWith("relation ", MARK)))
            .limit(SHOWN)
            .map(SameSchema::brief)
            .collect(Collectors.joining("; "));
    int more = differences.size() - SHOWN;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  private static String brief(String line) {
    String flat = line.replaceAll("\\s+", " ");
    return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST) + "...";
  }
}
