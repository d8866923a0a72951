package io.croft.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A factory of sockets for the driver, which makes it by its name and connects them itself. */
public abstract class DriverSockets extends SocketFactory {

  @Override
  public abstract Socket createSocket();

  @Override
  public final Socket createSocket(String host, int port) throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public final Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public final Socket createSocket(InetAddress host, int port) throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }

  @Override
  public final Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects its sockets itself");
  }
}
