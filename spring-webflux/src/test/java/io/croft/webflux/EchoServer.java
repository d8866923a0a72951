package io.croft.webflux;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A service that answers which tenant it was told, or sends the client somewhere else. */
final class EchoServer implements AutoCloseable {

  private final HttpServer server;

  EchoServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/told", exchange -> answer(exchange, "X-Tenant", 200));
    server.createContext("/baggage", exchange -> answer(exchange, "baggage", 200));
    server.createContext("/away", EchoServer::redirect);
    server.start();
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getQuery());
    answer(exchange, "X-Tenant", 302);
  }

  private static void answer(HttpExchange exchange, String header, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    List<String> told = exchange.getRequestHeaders().getOrDefault(header, List.of("nobody"));
    byte[] body = String.join(" and ", told).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Returns its host and port. */
  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns where it tells what it was told. */
  String told() {
    return "http://" + host() + "/told";
  }

  /** Returns where it tells which baggage it was sent. */
  String baggage() {
    return "http://" + host() + "/baggage";
  }

  /** Returns where it sends the client to that address. */
  String awayTo(String address) {
    return "http://" + host() + "/away?" + address;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
