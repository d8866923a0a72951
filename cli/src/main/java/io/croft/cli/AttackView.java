package io.croft.cli;

import io.croft.attack.Attack;
import io.croft.core.Isolation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An attack of the catalogue as it is listed.
 *
 * @param safety where it may be tried
 * @param residual whether it shows a channel that is not promised to be closed
 * @param controls what its controls remove, one for each isolation at most
 */
record AttackView(
    String id,
    String title,
    String source,
    List<String> isolations,
    String safety,
    boolean residual,
    List<String> controls) {

  static AttackView of(Attack attack) {
    return new AttackView(
        attack.id(),
        attack.title(),
        attack.source(),
        attack.isolations().stream().sorted().map(Isolation::word).toList(),
        attack.safety().words(),
        attack.residual(),
        attack.isolations().stream()
            .sorted()
            .flatMap(isolation -> attack.control(isolation).stream())
            .distinct()
            .map(control -> control.id())
            .toList());
  }

  static Table table(List<AttackView> views) {
    Table table = Table.of("attack", "isolations", "tried on", "controls", "what is tried");
    for (AttackView view : views) {
      table.row(
          view.id,
          String.join(" ", view.isolations),
          view.safety.equals("live") ? "any server" : view.safety,
          view.residual ? "residual" : view.controls.stream().collect(Collectors.joining(" ")),
          view.title);
    }
    return table;
  }
}
