package io.croft.move;

import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.util.List;
import java.util.Optional;

/** The homes come to differ in rows or tables, and no change of the tenant's tells of it. */
final class ComparisonScenarios {

  private static final String CHANGE_ONE =
      "UPDATE entry SET amount = 7 WHERE id = (SELECT min(id) FROM entry)";

  private ComparisonScenarios() {}

  static List<String> byteThatDiffers() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Route route = trial.start(trial.order());
      GuardTrial.at(
          "copied.recorded",
          () ->
              unguarded(
                  trial,
                  route.to(),
                  "UPDATE entry SET note = 'X' || substr(note, 2)"
                      + " WHERE id = (SELECT min(id) FROM entry WHERE note IS NOT NULL)"));
      return trial.requireRefused(ErrorCode.VERIFICATION_FAILED, trial.run()).findings();
    }
  }

  static List<String> rowTouchedAtLast() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Route route = trial.start(trial.order());
      GuardTrial.at(
          "fenced.before",
          () -> {
            trial.asSuperuser(
                route.to(),
                """
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN NEW.amount := NEW.amount + 1; RETURN NEW; END';
                CREATE TRIGGER spoil BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION spoil();
                ALTER TABLE entry ENABLE ALWAYS TRIGGER spoil
                """);
            trial.write(CHANGE_ONE);
          });
      return trial.requireRefused(ErrorCode.VERIFICATION_FAILED, trial.run()).findings();
    }
  }

  static List<String> rowThatIsGone() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Route route = trial.start(trial.order());
      GuardTrial.at(
          "verified.recorded",
          () -> {
            unguarded(trial, route.to(), "DELETE FROM entry");
            trial.write(CHANGE_ONE);
          });
      return trial.requireRefused(ErrorCode.VERIFICATION_FAILED, trial.run()).findings();
    }
  }

  /** Somebody who is stopped by nothing writes to the old home after the switch. */
  static List<String> changeAfterTheSwitch() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order());
      GuardTrial.at("followed.recorded", () -> unguarded(trial, trial.origin, CHANGE_ONE));
      Optional<ErrorCode> refusal = trial.run();
      if (!refusal.equals(Optional.of(ErrorCode.VERIFICATION_FAILED))) {
        trial.find("the old home was removed without a look");
      }
      return trial.findings();
    }
  }

  static List<String> migration() throws Exception {
    return refused(
        "verified.recorded", "ALTER TABLE entry ALTER COLUMN note SET DEFAULT 'from now on'");
  }

  /** As where no superuser has set up the gate. */
  static List<String> migrationThatNobodyCounted() throws Exception {
    return refused(
        "fenced.before",
        "SET session_replication_role = replica;"
            + " ALTER TABLE entry ALTER COLUMN note TYPE varchar(9999)");
  }

  static List<String> truncate() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order());
      GuardTrial.at(
          "verified.recorded",
          () -> {
            unguarded(trial, trial.origin, "TRUNCATE entry");
            trial.wrote();
          });
      return trial.requireRefused(ErrorCode.SCHEMA_DIFFERS, trial.run()).findings();
    }
  }

  private static List<String> refused(String failpoint, String migration) throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order());
      GuardTrial.at(failpoint, () -> trial.asSuperuser(trial.origin, migration));
      return trial.requireRefused(ErrorCode.SCHEMA_DIFFERS, trial.run()).findings();
    }
  }

  /** Does what the guard of the gate would refuse. */
  private static void unguarded(GuardTrial trial, Placement home, String sql) throws Exception {
    trial.asSuperuser(
        home,
        """
        SET session_replication_role = replica;
        ALTER TABLE entry DISABLE TRIGGER croft_guard;
        %s;
        ALTER TABLE entry ENABLE ALWAYS TRIGGER croft_guard
        """
            .formatted(sql));
  }
}
