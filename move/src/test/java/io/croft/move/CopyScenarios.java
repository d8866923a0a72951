package io.croft.move;

import io.croft.core.ErrorCode;
import java.util.List;

/** The tenant writes while its rows are copied, or the copy goes wrong. */
final class CopyScenarios {

  /** What a tenant writes before it is copied, a row less and a row more. */
  static final String ONE_LESS_ONE_MORE =
      """
      DELETE FROM entry WHERE id = (SELECT min(id) FROM entry);
      INSERT INTO entry (account_id, operation, amount)
      SELECT min(id), gen_random_uuid(), 1 FROM account
      """;

  private CopyScenarios() {}

  static List<String> changesBeforeTheCopy() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order());
      GuardTrial.at("subscribed.after", () -> trial.write(ONE_LESS_ONE_MORE));
      return trial.requireArrived(trial.run()).findings();
    }
  }

  static List<String> changesAfterTheCopy() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      trial.start(trial.order().in(MoveMode.FENCED_COPY));
      GuardTrial.at("fenced.before", () -> trial.write(ONE_LESS_ONE_MORE));
      return trial.requireArrived(trial.run()).findings();
    }
  }

  /** Something at the new home changes what a fenced copy writes there for the second time. */
  static List<String> copyThatIsSpoiled() throws Exception {
    try (GuardTrial trial = new GuardTrial()) {
      Route route = trial.start(trial.order().in(MoveMode.FENCED_COPY));
      GuardTrial.at(
          "fenced.before",
          () -> {
            trial.asSuperuser(
                route.to(),
                """
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN NEW.amount := NEW.amount + 1; RETURN NEW; END';
                CREATE TRIGGER spoil BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION spoil();
                ALTER TABLE entry ENABLE ALWAYS TRIGGER spoil
                """);
            trial.write("UPDATE entry SET amount = 7 WHERE id = (SELECT min(id) FROM entry)");
          });
      return trial.requireRefused(ErrorCode.VERIFICATION_FAILED, trial.run()).findings();
    }
  }
}
