package io.croft.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.WebUtils;

/** A request as a servlet container has it. */
final class ServletTenantRequest implements TenantRequest {

  private final HttpServletRequest request;
  private final Claims claims;

  ServletTenantRequest(HttpServletRequest request, Claims claims) {
    this.request = request;
    this.claims = claims;
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public String host() {
    return request.getServerName().toLowerCase(Locale.ROOT);
  }

  @Override
  public String path() {
    return path(request);
  }

  /** As the pages of the application are found: each segment is decoded once, by who matches it. */
  static String path(HttpServletRequest request) {
    @Nullable TenantContextRequest inside =
        WebUtils.getNativeRequest(request, TenantContextRequest.class);
    HttpServletRequest written = inside == null ? request : inside.asWritten();
    return RequestPath.parse(written.getRequestURI(), written.getContextPath())
        .pathWithinApplication()
        .value();
  }

  @Override
  public Optional<Object> sessionAttribute(String name) {
    HttpSession session = request.getSession(false);
    return session == null ? Optional.empty() : Optional.ofNullable(session.getAttribute(name));
  }

  @Override
  public Optional<Principal> caller() {
    return Optional.ofNullable(request.getUserPrincipal());
  }

  @Override
  public Map<String, Object> claims() {
    return caller().map(claims::of).orElse(Map.of());
  }
}
