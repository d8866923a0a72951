package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the gate said when it kept a tenant out for a while: fenced or moved. */
public sealed interface GateAnswer {

  /**
   * A move holds the fence.
   *
   * @param leaseExpired true when the mover has missed its lease, so that anybody may call {@code
   *     croft.reopen}
   */
  record Fenced(boolean leaseExpired) implements GateAnswer {}

  /**
   * The home is no longer the tenant's.
   *
   * @param target the placement that the move switched to; empty when the home is gone altogether,
   *     so that only the catalog knows
   */
  record Moved(Optional<Placement> target) implements GateAnswer {}

  /** Returns the answer that {@code error} carries, empty when it is some other error. */
  static Optional<GateAnswer> of(TenantId tenant, SQLException error) {
    return Optional.ofNullable(error.getSQLState())
        .flatMap(
            state ->
                switch (state) {
                  case GateState.FENCED ->
                      Optional.of(new Fenced(detail(error).contains("lease expired")));
                  case GateState.MOVED ->
                      Optional.of(new Moved(Target.parse(tenant, detail(error))));
                  default -> Optional.empty();
                });
  }

  private static String detail(SQLException error) {
    @Nullable ServerErrorMessage message =
        error instanceof PSQLException server ? server.getServerErrorMessage() : null;
    @Nullable String detail = message == null ? null : message.getDetail();
    return detail == null ? "" : detail;
  }

  /** The spelling of a target in the gate's error detail: {@code isolation@server#epoch}. */
  final class Target {
    private static final Pattern SHAPE = Pattern.compile("(pool|schema|database)@(.+)#(\\d+)");

    private Target() {}

    /** Returns the spelling of {@code placement}. */
    static String format(Placement placement) {
      return placement.isolation() + "@" + placement.server() + "#" + placement.epoch();
    }

    static Optional<Placement> parse(TenantId tenant, String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          Placement.of(
              tenant,
              Isolation.of(matcher.group(1)),
              matcher.group(2),
              Long.parseLong(matcher.group(3))));
    }
  }
}
