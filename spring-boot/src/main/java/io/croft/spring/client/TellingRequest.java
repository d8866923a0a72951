package io.croft.spring.client;

import io.croft.core.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** A request to a listed host, whose headers are completed when all others are there. */
final class TellingRequest implements ClientHttpRequest, StreamingHttpOutputMessage {

  private final ClientHttpRequest request;
  private final ToldTenant told;
  private final Optional<TenantId> tenant;

  TellingRequest(ClientHttpRequest request, ToldTenant told, Optional<TenantId> tenant) {
    this.request = request;
    this.told = told;
    this.tenant = tenant;
  }

  @Override
  public ClientHttpResponse execute() throws IOException {
    told.complete(request.getHeaders(), request.getURI(), tenant);
    return request.execute();
  }

  @Override
  public void setBody(Body body) {
    if (request instanceof StreamingHttpOutputMessage streaming) {
      streaming.setBody(body);
      return;
    }
    try {
      body.writeTo(request.getBody());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OutputStream getBody() throws IOException {
    return request.getBody();
  }

  @Override
  public HttpMethod getMethod() {
    return request.getMethod();
  }

  @Override
  public URI getURI() {
    return request.getURI();
  }

  @Override
  public Map<String, Object> getAttributes() {
    return request.getAttributes();
  }

  @Override
  public HttpHeaders getHeaders() {
    return request.getHeaders();
  }
}
