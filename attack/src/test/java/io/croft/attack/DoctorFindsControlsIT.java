package io.croft.attack;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.doctor.AuditOptions;
import io.croft.doctor.Doctor;
import io.croft.doctor.Passwords;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a control takes away on a server, the doctor sees missing there, from PostgreSQL's
 * catalogs alone. What a careless client does is not on the server.
 */
final class DoctorFindsControlsIT {

  private static final String SERVER = LocalFleetOptions.EU;

  private static final Map<Isolation, Set<String>> SHIPPED = new EnumMap<>(Isolation.class);
  private static LocalFleet fleet;
  private static OwnServer server;

  record Case(Isolation isolation, Control control) {
    @Override
    public String toString() {
      return isolation + " without " + control;
    }
  }

  @BeforeAll
  static void start() throws SQLException {
    fleet =
        LocalFleet.start(
            LocalFleetOptions.of(AttackSuite.application()).volatileWrites().stoppedByOwner());
    OwnServer.savePlan(fleet);
    server = OwnServer.prepare(fleet, SERVER, Door.direct(fleet.catalog()));
    for (Isolation isolation : Isolation.values()) {
      Set<String> found = foundAsShipped(server.ground(isolation));
      found.addAll(server.withCopy(isolation, DoctorFindsControlsIT::foundAsShipped));
      SHIPPED.put(isolation, found);
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    server.close();
    fleet.close();
  }

  static Stream<Case> controls() {
    return Stream.of(Isolation.values())
        .flatMap(
            isolation ->
                Attacks.all().stream()
                    .flatMap(attack -> attack.control(isolation).stream())
                    .filter(control -> control.kind() != Control.Kind.CLIENT)
                    .distinct()
                    .map(control -> new Case(isolation, control)));
  }

  @ParameterizedTest
  @MethodSource("controls")
  void findsIt(Case one) throws SQLException {
    Set<String> found =
        one.control.kind() == Control.Kind.DATABASE
            ? server.withCopy(one.isolation, copy -> foundWithout(one.control, copy))
            : foundWithout(one.control, server.ground(one.isolation));
    found.removeAll(SHIPPED.getOrDefault(one.isolation, Set.of()));
    assertThat(found).as(one.toString()).isNotEmpty();
  }

  private static Set<String> foundWithout(Control control, Ground ground) throws SQLException {
    try (Connection admin = ground.backstage().admin(ground.own().home().database())) {
      control.apply(admin, ground.own().home(), ground.victim().home());
      try {
        return found(ground, admin);
      } finally {
        control.revert(admin, ground.own().home(), ground.victim().home());
      }
    }
  }

  private static Set<String> foundAsShipped(Ground ground) throws SQLException {
    try (Connection admin = ground.backstage().admin(ground.own().home().database())) {
      return found(ground, admin);
    }
  }

  /** Returns what is found, with one word for the name of the database. */
  private static Set<String> found(Ground ground, Connection admin) {
    AuditOptions options =
        AuditOptions.DEFAULT.withPasswords(Passwords.derivedFrom(fleet.secret()));
    return Doctor.audit(admin, SERVER, options).findings().stream()
        .map(finding -> finding.key() + ": " + finding.detail())
        .map(text -> text.replace(ground.own().home().database(), "own"))
        .collect(toCollection(HashSet::new));
  }
}
