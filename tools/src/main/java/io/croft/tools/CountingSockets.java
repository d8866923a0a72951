package io.croft.tools;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that count round trips: a read that follows a write is one. The driver makes it by its
 * name, so the count is one for the process; it has one client.
 */
public final class CountingSockets extends DriverSockets {

  private static final AtomicLong ROUND_TRIPS = new AtomicLong();
  private static final AtomicLong SOCKETS = new AtomicLong();

  /** Made by the driver, from its property {@code socketFactory}. */
  public CountingSockets() {}

  /** Returns how many round trips all these sockets have made. */
  public static long roundTrips() {
    return ROUND_TRIPS.get();
  }

  /** Returns how many sockets there were: one for each log-in, and for each cancelling. */
  public static long sockets() {
    return SOCKETS.get();
  }

  @Override
  public Socket createSocket() {
    SOCKETS.incrementAndGet();
    return new Counting();
  }

  private static final class Counting extends Socket {

    private boolean written;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream known = in;
      if (known == null) {
        known = new Reading(super.getInputStream());
        in = known;
      }
      return known;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream known = out;
      if (known == null) {
        known = new Writing(super.getOutputStream());
        out = known;
      }
      return known;
    }

    private final class Reading extends FilterInputStream {

      Reading(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        count();
        return in.read();
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        count();
        return in.read(bytes, from, length);
      }

      private void count() {
        if (written) {
          written = false;
          ROUND_TRIPS.incrementAndGet();
        }
      }
    }

    private final class Writing extends FilterOutputStream {

      Writing(OutputStream out) {
        super(out);
      }

      @Override
      public void write(int one) throws IOException {
        written = true;
        out.write(one);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        written = true;
        out.write(bytes, from, length);
      }
    }
  }
}
