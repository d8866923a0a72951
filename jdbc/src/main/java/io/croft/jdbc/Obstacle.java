package io.croft.jdbc;

import io.croft.core.TenantId;
import io.croft.gate.GateAnswer;
import io.croft.gate.GateState;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an error before the first effect of a transaction says about the way to the home. */
sealed interface Obstacle {

  /** The gate itself has answered: fenced or moved. */
  record Answered(GateAnswer answer) implements Obstacle {}

  /** The home may be gone: the catalog knows, and else the error stands. */
  record AskCatalog() implements Obstacle {}

  /** The home may have been left: catalog and gate know, and else the error stands. */
  record AskGate() implements Obstacle {}

  /** Only this connection is unusable. */
  record Spoiled() implements Obstacle {}

  /** None: the error is the application's. */
  record None() implements Obstacle {}

  /** How far an attempt had come. */
  enum Stage {
    /** Before there was a connection. */
    CONNECTING,
    /** In BEGIN and the call of the gate: no statement of the application has been sent. */
    ENTERING,
    /** In the one statement of the application, which runs without a transaction block. */
    STATEMENT
  }

  Set<String> LOGIN_GONE = Set.of("28P01", "28000", "3D000");
  Set<String> RIGHTS_GONE = Set.of("42501", "42P01", "3F000", "57P01");

  /** What the gate says in a session whose login was dropped. */
  String ROLE_GONE = "42704";

  Set<String> BACKEND_GONE = Set.of("57P01", "57P02", "57P03");

  static Obstacle of(TenantId tenant, SQLException error, Stage stage) {
    @Nullable GateAnswer answer = GateAnswer.of(tenant, error).orElse(null);
    if (answer != null) {
      return new Answered(answer);
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    boolean broken = state.startsWith("08") || BACKEND_GONE.contains(state);
    return switch (stage) {
      case CONNECTING -> broken || LOGIN_GONE.contains(state) ? new AskCatalog() : new None();
      case ENTERING -> entering(state, broken);
      // A broken connection is no obstacle here: the statement may have taken effect.
      case STATEMENT -> RIGHTS_GONE.contains(state) ? new AskGate() : new None();
    };
  }

  private static Obstacle entering(String state, boolean broken) {
    boolean spoiled =
        broken
            || state.equals(GateState.SEAL_REJECTED)
            || state.equals(GateState.SESSION_NOT_CLEAN)
            // The next attempt enters first: see GateCalls.
            || state.equals(Errors.READ_ONLY)
            // A snapshot older than the gate row's last change.
            || state.equals(Errors.REPEAT)
            // Somebody else's timeout or cancel that met this session; nothing of ours has run.
            || state.equals(Errors.CANCELLED);
    if (spoiled) {
      return new Spoiled();
    }
    boolean left = RIGHTS_GONE.contains(state) || state.equals(ROLE_GONE);
    return left ? new AskGate() : new None();
  }
}
