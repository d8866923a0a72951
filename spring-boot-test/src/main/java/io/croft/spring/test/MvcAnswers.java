package io.croft.spring.test;

import io.croft.test.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MvcResult;

/** Answers of Spring's MockMvc, for a {@link io.croft.test.LeakHunt} to look through. */
public final class MvcAnswers {

  private MvcAnswers() {}

  /** Returns headers and cookies, body, error message, and where it redirects or forwards to. */
  public static Answer of(MvcResult result) {
    MockHttpServletResponse response = result.getResponse();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : response.getHeaderNames()) {
      headers.put(name, response.getHeaders(name));
    }
    String body = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    return Answer.of(headers, body)
        .and("error message", response.getErrorMessage())
        .and("redirection", response.getRedirectedUrl())
        .and("forwarding", response.getForwardedUrl());
  }
}
