package io.croft.demo;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tricks that log in anew: as somebody else, or as oneself where one does not belong. */
final class LoginTricks {

  private static final List<String> OTHER_ROLES =
      List.of("postgres", "croft_mover", "croft_owner", "croft_app_owner", "croft_pool");

  private static final List<String> OTHER_DATABASES =
      List.of("postgres", "template1", "croft_template");

  private LoginTricks() {}

  /** Returns the tricks of {@code attacker}, who knows the password of its own login only. */
  static List<Trick> against(Backstage backstage, Party attacker, Party victim) {
    Placement own = attacker.home();
    Placement other = victim.home();
    String password = backstage.password(own);
    List<Trick> tricks = new ArrayList<>();
    tricks.add(
        Trick.of(
            "the victim's login with one's own password",
            any -> reached(backstage, victim, other.database(), other.login(), password)));
    tricks.add(
        Trick.of(
            "one's own login in the victim's database, without the router",
            any -> reached(backstage, victim, other.database(), own.login(), password)));
    for (String role : OTHER_ROLES) {
      tricks.add(
          Trick.of(
              "the login " + role + " with one's own password",
              any -> reached(backstage, victim, other.database(), role, password)));
    }
    for (String database : OTHER_DATABASES) {
      tricks.add(
          Trick.of(
              "one's own login in the database " + database,
              any -> reached(backstage, victim, database, own.login(), password)));
    }
    return tricks;
  }

  /** Logs in and reads the victim's rows; any refusal is thrown. */
  private static long reached(
      Backstage backstage, Party victim, String database, String login, String password)
      throws SQLException {
    String sql =
        "SELECT count(*) FROM %s WHERE tenant_id = ?"
            .formatted(Identifiers.quote(victim.home().schema(), "customer"));
    try (Connection connection =
            backstage.login(victim.home().server(), database, login, password);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, victim.home().tenant().value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
