package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a plan, or those by which one tenant differs from its plan.
 *
 * @param values what is said of each; 0 lifts a limit; of those not in it nothing is said
 * @param mode what becomes of what is over one; null where nothing is said, which means {@link
 *     LimitMode#ENFORCED}
 */
public record Limits(Map<Limit, Long> values, @Nullable LimitMode mode) {

  /** Says nothing. */
  public static final Limits NONE = new Limits(Map.of(), null);

  private static final String MODE = "mode";

  /**
   * Checks every value.
   *
   * @throws CroftException {@code configuration-invalid}
   */
  public Limits {
    values.forEach(Limits::check);
    Map<Limit, Long> sorted = new EnumMap<>(Limit.class);
    sorted.putAll(values);
    values = Collections.unmodifiableMap(sorted);
  }

  /** Returns what holds of that limit; empty where there is none. */
  public Optional<Long> of(Limit limit) {
    return Optional.ofNullable(values.get(limit)).filter(value -> value > 0);
  }

  /** Returns true unless what is over them is only counted. */
  public boolean enforced() {
    return mode != LimitMode.DRY_RUN;
  }

  /** Returns these, and where they say nothing, {@code others}. */
  public Limits over(Limits others) {
    Map<Limit, Long> both = new EnumMap<>(Limit.class);
    both.putAll(others.values);
    both.putAll(values);
    return new Limits(both, mode == null ? others.mode : mode);
  }

  /**
   * Returns these with one thing said otherwise.
   *
   * @param word of a limit, or {@code mode}
   * @param value a number, or a mode; {@code none} lifts a limit; null to say nothing of it
   * @throws CroftException {@code configuration-invalid}
   */
  public Limits with(String word, @Nullable String value) {
    if (word.equals(MODE)) {
      return new Limits(values, value == null ? null : LimitMode.of(value));
    }
    Limit limit = Limit.of(word);
    Map<Limit, Long> changed = new EnumMap<>(Limit.class);
    changed.putAll(values);
    if (value == null) {
      changed.remove(limit);
    } else {
      changed.put(limit, number(limit, value));
    }
    return new Limits(changed, mode);
  }

  /** Returns all that is said, by word. */
  public Map<String, Object> words() {
    Map<String, Object> words = new LinkedHashMap<>();
    values.forEach((limit, value) -> words.put(limit.word(), value));
    if (mode != null) {
      words.put(MODE, mode.word());
    }
    return words;
  }

  /** Returns what the catalog has; words that a newer Croft has written are passed over. */
  static Limits ofCatalog(String json) {
    Map<String, Object> words = Json.values(json);
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      if (words.get(limit.word()) instanceof Number number && limit.allows(number.longValue())) {
        values.put(limit, number.longValue());
      }
    }
    @Nullable Object mode = words.get(MODE);
    return new Limits(values, mode == null ? null : LimitMode.of(mode.toString()));
  }

  private static long number(Limit limit, String value) {
    try {
      long number = value.equals("none") ? 0 : Long.parseLong(value);
      if (number == 0 && !value.equals("none")) {
        throw invalid(limit, value);
      }
      return number;
    } catch (NumberFormatException e) {
      throw invalid(limit, "\"" + value + "\"");
    }
  }

  private static void check(Limit limit, long value) {
    if (!limit.allows(value)) {
      throw invalid(limit, String.valueOf(value));
    }
  }

  private static CroftException invalid(Limit limit, String value) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "limit %s cannot be %s".formatted(limit.word(), value),
        "use a whole number from %d to %d%s"
            .formatted(
                limit.least(),
                Integer.MAX_VALUE,
                limit == Limit.WEIGHT ? "" : ", or none to lift it"));
  }
}
