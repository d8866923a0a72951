package io.croft.attack;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue of all attacks and of their controls. */
public final class Attacks {

  private static final List<Attack> ALL =
      Stream.of(
              RegisterAttacks.all(),
              SealAttacks.all(),
              SessionAttacks.all(),
              RowAttacks.all(),
              OracleAttacks.all(),
              RightsAttacks.all(),
              AccessAttacks.all(),
              BuiltInAttacks.all(),
              RoleAttacks.all(),
              RouterAttacks.all(),
              MigrationAttacks.all(),
              FenceAttacks.all(),
              ResidualChannels.all())
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Attack> BY_ID =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Attack::id, Function.identity()));

  private Attacks() {}

  /** Returns every attack, those on one defence together. */
  public static List<Attack> all() {
    return ALL;
  }

  /** Returns every control once, by its id and what it changes. */
  public static List<Control> controls() {
    return ALL.stream()
        .flatMap(a -> a.isolations().stream().flatMap(i -> a.control(i).stream()))
        .distinct()
        .toList();
  }

  /**
   * Returns the attacks of these names in the order of the catalogue; all when none is named.
   *
   * @throws CroftException {@code argument-invalid} when a name is unknown
   */
  public static List<Attack> named(Set<String> ids) {
    for (String id : ids) {
      if (!BY_ID.containsKey(id)) {
        throw new CroftException(
            ErrorCode.ARGUMENT_INVALID,
            "there is no attack \"" + id + "\"",
            "see croft attack --list");
      }
    }
    return ids.isEmpty() ? ALL : ALL.stream().filter(a -> ids.contains(a.id())).toList();
  }
}
