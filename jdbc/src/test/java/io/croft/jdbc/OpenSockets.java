package io.croft.jdbc;

import io.croft.tools.DriverSockets;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sockets of the driver: one from before its connect until it is closed. */
public final class OpenSockets extends DriverSockets {

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();

  /** Returns the most that were open at once since the last call of {@link #forget}. */
  static int most() {
    return MOST.get();
  }

  static int open() {
    return OPEN.get();
  }

  static void forget() {
    MOST.set(OPEN.get());
  }

  @Override
  public Socket createSocket() {
    MOST.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
    return new Socket() {
      private boolean counted = true;

      @Override
      public synchronized void close() throws IOException {
        super.close();
        if (counted) {
          counted = false;
          OPEN.decrementAndGet();
        }
      }
    };
  }
}
