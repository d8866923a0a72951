package io.croft.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Requests to an application of the tests, with any header, {@code Host} and {@code Origin}
 * included. Headers are given as names and values in turn. Each call blocks for its answer, unless
 * it says otherwise.
 */
public final class Http {

  private static final HttpClient CLIENT = client();

  private final String address;

  private Http(String address) {
    this.address = address;
  }

  /** One that may write any host. */
  private static HttpClient client() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Returns requests to the application that listens on this port of this machine. */
  public static Http ofPort(String port) {
    return new Http("http://127.0.0.1:" + port);
  }

  /** Reads a path. */
  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Reads a path; returns at once. */
  public CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
    return CLIENT.sendAsync(
        request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofString());
  }

  /** Begins to read a path; the caller closes the stream, at its end or before. */
  public InputStream stream(String path, String... headers) {
    return answer(
            request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofInputStream())
        .body();
  }

  /** Posts a text. */
  public HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body), headers);
  }

  /** Sends a request of any method without a body. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) {
    return answer(request(method, path, body, headers), BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> answer(HttpRequest request, BodyHandler<T> reader) {
    try {
      return CLIENT.send(request, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
