package io.croft.spring.web;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Writes a {@link Problem} as the answer of WebFlux, in place of what was about to be answered. */
final class ReactiveProblemWriter {

  private ReactiveProblemWriter() {}

  static Mono<Void> write(Problem problem, ServerHttpResponse response) {
    return Mono.defer(
        () -> {
          byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
          response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
          HttpHeaders headers = response.getHeaders();
          headers.clearContentHeaders();
          headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
          headers.setContentLength(body.length);
          if (problem.retry()) {
            headers.set(HttpHeaders.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
          }
          return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
        });
  }
}
