package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.WebUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Makes the beginning of a path, which names the tenant, the context path of the application: its
 * mappings, its links and redirects, and what guards its paths are as if the tenant had a server of
 * its own. Runs before all filters that look at paths, or they would guard others than are served.
 */
final class TenantContextPath implements Filter {

  private static final String CHOSEN = TenantContextPath.class.getName() + ".path";

  private final PathPattern beginning;
  private final UnscopedPaths operators;

  /**
   * @param pattern such as {@code /b/{tenant}}
   * @param endpoints what is asked of no tenant, and therefore not there below one: whoever shuts
   *     those paths off from outside has not to know of all the others that would lead to them
   * @throws CroftException {@code configuration-invalid} when it is no pattern with that variable,
   *     or no beginning of a path that an application can have as its own
   */
  TenantContextPath(String pattern, EndpointPaths endpoints) {
    this.operators = new UnscopedPaths(List.of(), endpoints);
    this.beginning = Resolvers.parse(pattern);
    // What goes on without end would take every page for the context itself.
    if (!pattern.startsWith("/")
        || pattern.endsWith("/")
        || pattern.contains("**")
        || pattern.endsWith("*")
        || pattern.contains("{*")) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "croft.web.context-path is \"" + pattern + "\", which is no beginning of paths",
          "begin it with a slash and end it with what names the tenant: /b/{tenant}");
    }
  }

  /** Returns the pattern of all paths that begin so. */
  static String all(String pattern) {
    return pattern + "/**";
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    // A request that is dispatched again is found as it was, or by what was noted of it.
    if (WebUtils.getNativeRequest(request, TenantContextRequest.class) != null) {
      chain.doFilter(request, response);
      return;
    }
    @Nullable Object path = request.getAttribute(CHOSEN);
    if (path == null && request.getDispatcherType() == DispatcherType.REQUEST) {
      path = begun(http).orElse(null);
      request.setAttribute(CHOSEN, path);
    }
    if (path == null) {
      chain.doFilter(request, response);
      return;
    }
    TenantContextRequest inside = new TenantContextRequest(http, path.toString());
    if (inside.isContextItself()) {
      ((HttpServletResponse) response).sendRedirect(root(inside));
      return;
    }
    if (operators.match(inside.pathWithin())) {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    chain.doFilter(inside, response);
  }

  private Optional<String> begun(HttpServletRequest request) {
    PathContainer path = PathContainer.parsePath(ServletTenantRequest.path(request));
    return Optional.ofNullable(beginning.matchStartOfPath(path))
        .map(found -> found.getPathMatched().value());
  }

  /** As containers do it: links within the page of the root are relative to a folder. */
  private static String root(TenantContextRequest request) {
    String query = request.getQueryString();
    return request.getContextPath() + "/" + (query == null ? "" : "?" + query);
  }
}
