package io.croft.cli;

import io.croft.gate.GateStatus;
import io.croft.gate.Register;
import io.croft.home.ServerGates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one database as the command line shows it.
 *
 * @param version what is installed, null when there is none
 * @param current whether it is the version that this Croft brings
 * @param register where the tenant of a transaction is remembered, null when it is not noted
 * @param shortfalls what the server withholds from the gate, and what follows
 * @param drift what is not as shipped
 */
record GateView(
    String server,
    String database,
    @Nullable Integer version,
    boolean current,
    @Nullable String register,
    List<GateStatus.Shortfall> shortfalls,
    List<GateStatus.Drift> drift) {

  static GateView of(ServerGates.DatabaseGate gate) {
    GateStatus status = gate.status();
    return new GateView(
        gate.server(),
        gate.database(),
        status.version().orElse(null),
        status.current(),
        status.register().map(Register::word).orElse(null),
        status.shortfalls(),
        status.drift());
  }

  /** Returns whether there is nothing to do: current, and as shipped. */
  boolean wellAndGood() {
    return current && drift.isEmpty();
  }

  /** Returns a table of gates and, below it, a line for each thing that is not as it should be. */
  static String page(List<GateView> gates) {
    Table table = Table.of("server", "database", "version", "register", "drift", "withheld");
    StringBuilder notes = new StringBuilder();
    for (GateView gate : gates) {
      table.row(
          gate.server,
          gate.database,
          gate.version == null ? "none" : gate.current ? gate.version : gate.version + " (other)",
          gate.register == null ? "-" : gate.register,
          gate.drift.size(),
          gate.shortfalls.size());
      String place = gate.server + "/" + gate.database;
      gate.drift.forEach(
          drift ->
              notes.append("%s: %s is %s%n".formatted(place, drift.object(), drift.difference())));
      gate.shortfalls.forEach(
          withheld ->
              notes.append(
                  "%s: %s (%s): %s%n"
                      .formatted(
                          place, withheld.code(), withheld.found(), withheld.consequence())));
    }
    return table.render() + (notes.isEmpty() ? "" : "\n" + notes);
  }
}
