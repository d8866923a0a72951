package io.croft.bench;

import io.croft.jdbc.Admission;
import java.util.ArrayList;
import java.util.List;

/** What the fair queue itself costs when nobody has to wait. */
final class Admissions implements Part {

  private static final double MOST_MICROS = 0.2;
  private static final int TIMES = 200_000;
  private static final int TENANTS = 1_000;

  private final DataScale scale;

  Admissions(DataScale scale) {
    this.scale = scale;
  }

  @Override
  public String title() {
    return "admission without contention";
  }

  @Override
  public void measure(Findings findings) {
    Admission one = new Admission(1);
    Admission many = new Admission(TENANTS);
    List<Double> ofOne = new ArrayList<>();
    List<Double> ofMany = new ArrayList<>();
    one.nanos(TIMES);
    many.nanos(TIMES);
    for (int round = 0; round < scale.rows().rounds(); round++) {
      ofOne.add(one.nanos(TIMES) / 1_000);
      ofMany.add(many.nanos(TIMES) / 1_000);
    }
    Ratio same = Ratio.plain(ofOne);
    Ratio others = Ratio.plain(ofMany);
    findings.add(Outcome.atMost(MOST_MICROS, "us", "admission without contention", "-", same));
    findings.add(
        new Table(
            "Admission",
            "The fair queue in memory, under its lock, as for one transaction: arrive, connection"
                + " ready, release. One thread, %,d times in each round.".formatted(TIMES),
            List.of("tenants", "us each"),
            List.of(Table.row(1, same), Table.row(TENANTS, others))));
  }
}
