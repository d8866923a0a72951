package io.croft.bench;

import io.croft.core.TenantId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.PGConnection;

/** How a transaction tells the server whose it is: one statement with one parameter. */
enum Context {
  /** A setting that anybody may write. */
  SETTING("SELECT set_config('app.tenant', ?, true)") {
    @Override
    void bind(PreparedStatement statement, TenantId tenant, Site site) throws SQLException {
      statement.setString(1, tenant.toString());
    }
  },

  /** The same with a signature that every statement verifies. */
  SIGNED_SETTING("SELECT set_config('app.seal', ?, true)") {
    @Override
    void bind(PreparedStatement statement, TenantId tenant, Site site) throws SQLException {
      ByteBuffer token = ByteBuffer.allocate(56);
      token
          .putLong(tenant.value().getMostSignificantBits())
          .putLong(tenant.value().getLeastSignificantBits())
          .putLong(Instant.now().getEpochSecond() + 10);
      byte[] signed = new byte[24];
      token.get(0, signed);
      token.put(mac(signed));
      statement.setString(1, HexFormat.of().formatHex(token.array()));
    }
  },

  /** The gate. */
  ENTER("SELECT croft.enter(?)") {
    @Override
    void bind(PreparedStatement statement, TenantId tenant, Site site) throws SQLException {
      int pid = statement.getConnection().unwrap(PGConnection.class).getBackendPID();
      statement.setBytes(1, site.seal(tenant, pid));
    }
  };

  static final byte[] KEY = new byte[32];

  private final String sql;

  Context(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  abstract void bind(PreparedStatement statement, TenantId tenant, Site site) throws SQLException;

  private static byte[] mac(byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }
}
