package io.croft.micrometer;

import io.croft.jdbc.ServerSnapshot;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A meter that each server has.
 *
 * @param tag beside that of the server
 * @param counter false for a gauge
 */
record ServerMeter(
    String name,
    Optional<Tag> tag,
    String unit,
    String description,
    boolean counter,
    ToDoubleFunction<ServerSnapshot> value) {

  static final List<ServerMeter> ALL =
      List.of(
          state("in-use", ServerSnapshot::inUse),
          state("idle", ServerSnapshot::idle),
          state("connecting", ServerSnapshot::connecting),
          gauge("budget", "connections", "the most that may exist", ServerSnapshot::budget),
          gauge("waiting", "threads", "that wait for a connection", ServerSnapshot::waiting),
          logins("made", ServerSnapshot::logins),
          logins("failed", ServerSnapshot::failedLogins),
          new ServerMeter(
              "croft.pool.evictions",
              Optional.empty(),
              "connections",
              "closed to make room for one of another database or login",
              true,
              ServerSnapshot::evictions),
          gauge(
              "barred",
              "servers",
              "1 while the server is left alone because it did not answer several times, else 0",
              server -> server.barred() ? 1 : 0),
          gauge(
              "barred.logins",
              "logins",
              "left alone because they were refused several times",
              ServerSnapshot::barredLogins));

  private static ServerMeter state(String state, ToDoubleFunction<ServerSnapshot> value) {
    ServerMeter meter = gauge("connections", "connections", "that exist, by their state", value);
    return meter.with(Tag.of("state", state));
  }

  private static ServerMeter gauge(
      String name, String unit, String description, ToDoubleFunction<ServerSnapshot> value) {
    return new ServerMeter("croft.pool." + name, Optional.empty(), unit, description, false, value);
  }

  private static ServerMeter logins(String outcome, ToDoubleFunction<ServerSnapshot> value) {
    return new ServerMeter(
        "croft.pool.logins",
        Optional.of(Tag.of("outcome", outcome)),
        "logins",
        "attempts to make a connection, by their outcome",
        true,
        value);
  }

  private ServerMeter with(Tag extra) {
    return new ServerMeter(name, Optional.of(extra), unit, description, counter, value);
  }
}
