package io.croft.doctor;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of all rules, by id. */
public final class Rules {

  static final Rule COULD_NOT_RUN = rule("CROFT001");
  static final Rule STALE_IGNORE = rule("CROFT002");
  static final Rule EXPIRED_IGNORE = rule("CROFT003");
  static final Rule PASSWORD = rule("CROFT410");
  static final Rule GATE_FUNCTION = rule("CROFT607");
  static final Rule GATE_STRANGER = rule("CROFT610");
  static final Rule GATE_VERSION = rule("CROFT611");
  static final Rule GATE_SHORTFALL = rule("CROFT612");
  static final Rule POOLER_RESET = rule("CROFT701");
  static final Rule POOLER_OPTIONS = rule("CROFT702");
  static final Rule SIMPLE_MODE = rule("CROFT703");
  static final Rule STATEMENT_CACHE = rule("CROFT704");
  static final Rule CATALOG_DISAGREES = rule("CROFT810");
  static final Rule CATALOG_IGNORANT = rule("CROFT811");
  static final Rule STREAM_LEFT = rule("CROFT813");

  private Rules() {}

  private static final class Catalogue {
    static final List<Rule> ALL =
        Arrays.stream(Family.values()).flatMap(family -> RuleFile.read(family).stream()).toList();
    static final Map<String, Rule> BY_ID =
        ALL.stream().collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));
  }

  /** Returns all rules, ordered by id. */
  public static List<Rule> all() {
    return Catalogue.ALL;
  }

  /** Returns the rule of that id; {@code rule-unknown} when there is none. */
  public static Rule rule(String id) {
    Rule rule = Catalogue.BY_ID.get(id);
    if (rule == null) {
      throw new CroftException(
          ErrorCode.RULE_UNKNOWN, "there is no rule \"" + id + "\"", "see croft doctor --rules");
    }
    return rule;
  }

  static boolean exists(String id) {
    return Catalogue.BY_ID.containsKey(id);
  }
}
