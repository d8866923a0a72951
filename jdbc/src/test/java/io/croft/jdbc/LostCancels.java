package io.croft.jdbc;

import io.croft.tools.DriverSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.sql.SQLException;

/** Sockets of the driver that can lose the signals by which it cancels. */
public final class LostCancels extends DriverSockets {

  private static volatile boolean losing;

  /** Does {@code step} while nothing new can be connected. */
  static void lost(TenantsOnServers.Step step) throws SQLException {
    losing = true;
    try {
      step.run();
    } finally {
      losing = false;
    }
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (losing) {
          throw new IOException("lost");
        }
        super.connect(endpoint, timeout);
      }
    };
  }
}
