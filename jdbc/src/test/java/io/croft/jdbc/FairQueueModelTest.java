package io.croft.jdbc;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the order in which requests come, give up and end: no permit is lost or made. */
final class FairQueueModelTest {

  @Property(tries = 500)
  void losesNoPermitAndMakesNone(
      @ForAll @IntRange(min = 1, max = 12) int budget,
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 14) Integer> actions) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueModel model = new QueueModel(budget, seed + more);
      actions.forEach(model::act);
      model.end();
    }
  }
}
