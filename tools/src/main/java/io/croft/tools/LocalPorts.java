package io.croft.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Ports of 127.0.0.1, for programs that cannot choose one themselves. */
final class LocalPorts {

  static final String HOST = "127.0.0.1";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  // Below every system's range for outgoing connections.
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;
  private static final int TRIES = 50;

  private LocalPorts() {}

  /** Returns one on which nothing listens. */
  static int free() {
    return Stream.generate(() -> FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS))
        .limit(TRIES)
        .filter(LocalPorts::isFree)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free port on " + HOST));
  }

  /** Returns true when something accepts connections there. */
  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
