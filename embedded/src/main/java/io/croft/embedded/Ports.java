package io.croft.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Finds TCP ports of 127.0.0.1 that nobody listens on at the moment. */
final class Ports {

  // Below every system's range for outgoing connections, which could otherwise take the port of a
  // server while it restarts.
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  private static final int TRIES = 200;

  private Ports() {}

  static int free() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + random.nextInt(COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new EmbeddedPostgresException(
        "No free port between %d and %d".formatted(FIRST, FIRST + COUNT - 1),
        "Name a port yourself, or end what listens on so many.");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
