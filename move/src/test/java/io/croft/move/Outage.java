package io.croft.move;

import io.croft.embedded.EmbeddedPostgres;

/** Something out of reach for a while. Repeatable. */
interface Outage {

  void begin();

  /** What was out of reach answers again when this returns. */
  void end();

  /** Returns what a fault of a cell is, for a move whose mover this is. */
  static Outage of(Fault fault, MoverAtRisk mover, Route route) {
    return switch (fault) {
      case KILL -> throw new IllegalArgumentException("a process is killed, not this one");
      case CUT_SOURCE -> cut(mover.way(route.from().server()));
      case CUT_TARGET -> cut(mover.way(route.to().server()));
      case CUT_CATALOG -> cut(mover.wayToCatalog());
      case STOP_SOURCE -> stop(mover.server(route.from().server()));
      case STOP_TARGET -> stop(mover.server(route.to().server()));
    };
  }

  private static Outage cut(TcpProxy way) {
    return of(way::cut, way::heal);
  }

  private static Outage stop(EmbeddedPostgres server) {
    return of(server::kill, server::restart);
  }

  private static Outage of(Runnable begin, Runnable end) {
    return new Outage() {
      @Override
      public void begin() {
        begin.run();
      }

      @Override
      public void end() {
        end.run();
      }
    };
  }
}
