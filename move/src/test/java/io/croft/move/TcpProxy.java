package io.croft.move;

import io.croft.core.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * A port of this machine that leads to another one of it, until a test cuts the way: then every
 * connection breaks and no new one is made; or until it silences it: then nothing comes through any
 * more, in either direction, and nobody is told.
 */
final class TcpProxy implements AutoCloseable {

  private static final ThreadFactory THREADS = new DaemonThreads("test proxy");

  private enum State {
    WHOLE,
    CUT,
    SILENT
  }

  private final int target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;

  private TcpProxy(int target, ServerSocket door) {
    this.target = target;
    this.door = door;
  }

  /** Opens a port that leads to {@code target}. */
  static TcpProxy to(int target) {
    try {
      TcpProxy proxy =
          new TcpProxy(target, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      THREADS.newThread(proxy::accept).start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return door.getLocalPort();
  }

  void cut() {
    state = State.CUT;
    breakAll();
  }

  void silence() {
    state = State.SILENT;
  }

  /** Lets new connections through; those that were silent are broken, what they said is lost. */
  void heal() {
    breakAll();
    state = State.WHOLE;
  }

  private void breakAll() {
    open.forEach(this::breakOff);
  }

  /** With a reset, as when a machine is gone. */
  private void breakOff(Socket socket) {
    open.remove(socket);
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // The other thread of the connection was first.
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        if (state == State.CUT) {
          breakOff(client);
        } else if (state == State.WHOLE) {
          connect(client);
        }
      } catch (IOException e) {
        // The proxy was closed, or one client was gone before it was let in.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      THREADS.newThread(() -> forward(client, server)).start();
      THREADS.newThread(() -> forward(server, client)).start();
      if (state == State.CUT) {
        breakOff(server);
      }
    } catch (IOException e) {
      breakOff(client);
    }
  }

  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (state == State.WHOLE) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // Broken by this proxy or by one of both ends; the other end is told below.
    }
    breakOff(from);
    breakOff(to);
  }

  @Override
  public void close() throws IOException {
    door.close();
    breakAll();
  }
}
