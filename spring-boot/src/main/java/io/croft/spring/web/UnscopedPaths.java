package io.croft.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The paths whose requests are of no tenant, and reach no tenant's rows. */
final class UnscopedPaths {

  private final List<PathPattern> patterns;

  UnscopedPaths(Collection<String> patterns) {
    this.patterns = patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
  }

  boolean match(HttpServletRequest request) {
    PathContainer path = PathContainer.parsePath(ServletTenantRequest.path(request));
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }
}
