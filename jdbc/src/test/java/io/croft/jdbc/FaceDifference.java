package io.croft.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A call that came out otherwise on a connection of Croft than on a plain one.
 *
 * @param later the next call of the same passage that failed on the connection of Croft
 */
record FaceDifference(Tape.Step plain, Tape.Step croft, Tape.Step later) {

  private static final Tape.Step NOTHING = new Tape.Step("no more calls", "", false);

  /**
   * Compares passage by passage. Where the calls themselves part, the rest of the passage is left
   * out: it follows from the first difference.
   */
  static List<FaceDifference> between(List<List<Tape.Step>> plain, List<List<Tape.Step>> croft) {
    List<FaceDifference> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(plain.size(), croft.size()); i++) {
      List<Tape.Step> left = i < plain.size() ? plain.get(i) : List.of();
      List<Tape.Step> right = i < croft.size() ? croft.get(i) : List.of();
      for (int j = 0; j < Math.max(left.size(), right.size()); j++) {
        Tape.Step one = j < left.size() ? left.get(j) : NOTHING;
        Tape.Step other = j < right.size() ? right.get(j) : NOTHING;
        if (!one.equals(other)) {
          differences.add(new FaceDifference(one, other, firstError(right, j + 1)));
        }
        if (!one.call().equals(other.call()) || one.threw() != other.threw()) {
          break;
        }
      }
    }
    return differences;
  }

  private static Tape.Step firstError(List<Tape.Step> steps, int from) {
    return steps.stream().skip(from).filter(Tape.Step::threw).findFirst().orElse(NOTHING);
  }

  @Override
  public String toString() {
    String otherCall = croft.call().equals(plain.call()) ? "" : croft.call() + " ";
    return "%s%n    plain: %s%n    croft: %s%s"
        .formatted(plain.call(), plain.outcome(), otherCall, croft.outcome());
  }
}
