package io.croft.spring.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a {@link Problem} as the answer. */
final class ProblemWriter {

  private ProblemWriter() {}

  static void write(Problem problem, HttpServletResponse response) throws IOException {
    response.resetBuffer();
    response.setStatus(problem.status());
    if (problem.retry()) {
      response.setHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
    response.setContentType("application/problem+json");
    byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
    } catch (IllegalStateException e) {
      // What has failed had begun to write text, in whatever encoding: the body is plain ASCII.
      response.getWriter().write(problem.json());
    }
  }
}
