package io.croft.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what PostgreSQL keeps of each login's password with the one that it should have. */
final class PasswordCheck {

  private static final String READABLE =
      "SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT')";

  private static final String LOGINS =
      """
      SELECT rolname, rolpassword FROM pg_catalog.pg_authid
      WHERE rolcanlogin AND NOT rolsuper ORDER BY rolname
      """;

  private final AuditOptions options;
  private final Findings findings;

  PasswordCheck(AuditOptions options, Findings findings) {
    this.options = options;
    this.findings = findings;
  }

  private record Kept(String login, @Nullable String verifier, String expected) {

    private @Nullable String problem() {
      if (verifier == null) {
        return "has no password";
      }
      Optional<ScramVerifier> scram = ScramVerifier.parse(verifier);
      if (scram.isEmpty()) {
        return "its password is not kept as SCRAM-SHA-256";
      }
      return scram.get().isOf(expected) ? null : "has another password than Croft gave it";
    }
  }

  /** Compares the logins of {@code server}, in parallel: each takes some milliseconds. */
  void check(Connection admin, String server) throws SQLException {
    if (options.passwords().isEmpty()) {
      findings.notApplicable(Rules.PASSWORD, "the master secret is not at hand");
      return;
    }
    if (!Sql.holds(admin, READABLE)) {
      findings.notApplicable(Rules.PASSWORD, "only a superuser may read pg_authid");
      return;
    }
    findings.applied(Rules.PASSWORD);
    findings.addAll(
        known(admin, server, options.passwords().get()).parallelStream()
            .flatMap(
                kept ->
                    Optional.ofNullable(kept.problem()).map(p -> found(server, kept, p)).stream())
            .toList());
  }

  private static List<Kept> known(Connection admin, String server, Passwords passwords)
      throws SQLException {
    List<Kept> known = new ArrayList<>();
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(LOGINS)) {
      while (row.next()) {
        String login = row.getString(1);
        String verifier = row.getString(2);
        passwords.of(server, login).ifPresent(p -> known.add(new Kept(login, verifier, p)));
      }
    }
    return known;
  }

  private static Finding found(String server, Kept kept, String problem) {
    return Finding.of(Rules.PASSWORD, Place.of(server), "role " + kept.login(), problem);
  }
}
