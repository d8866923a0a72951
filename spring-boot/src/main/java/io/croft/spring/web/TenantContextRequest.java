package io.croft.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;

/**
 * A request whose context path goes on with what names the tenant. Nothing of the request is kept:
 * a container that dispatches it again changes what is wrapped.
 */
final class TenantContextRequest extends HttpServletRequestWrapper {

  private final String path;
  private final String bare;
  private final String decoded;

  /**
   * @param path what names the tenant, as the client wrote it
   */
  TenantContextRequest(HttpServletRequest request, String path) {
    super(request);
    this.path = path;
    // Pages write it unescaped, since it is the operator's where a container knows it. Parameters
    // of a segment could be anything.
    this.bare = joined(path, segment -> segment.value().replaceFirst(";.*", ""));
    this.decoded = joined(path, PathContainer.PathSegment::valueToMatch);
  }

  private static String joined(String path, Function<PathContainer.PathSegment, String> shape) {
    return PathContainer.parsePath(path).elements().stream()
        .map(
            element ->
                element instanceof PathContainer.PathSegment segment
                    ? shape.apply(segment)
                    : element.value())
        .collect(Collectors.joining());
  }

  /** The request as the container has it. */
  HttpServletRequest asWritten() {
    return (HttpServletRequest) getRequest();
  }

  /** Returns true when nothing follows the context path. */
  boolean isContextItself() {
    return getRequestURI().equals(getContextPath());
  }

  @Override
  public String getContextPath() {
    return super.getContextPath() + bare;
  }

  /** What the container dispatches to, such as the page of an error, is inside as well. */
  @Override
  public String getRequestURI() {
    String uri = super.getRequestURI();
    String container = super.getContextPath();
    String rest = uri.substring(container.length());
    return container + bare + (isWithin(rest) ? rest.substring(path.length()) : rest);
  }

  private boolean isWithin(String rest) {
    return rest.equals(path) || rest.startsWith(path + "/") || rest.startsWith(path + ";");
  }

  /** Returns what follows the context path, as the client wrote it. */
  String pathWithin() {
    return getRequestURI().substring(getContextPath().length());
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer url = super.getRequestURL();
    return url.replace(
        url.length() - super.getRequestURI().length(), url.length(), getRequestURI());
  }

  @Override
  public String getServletPath() {
    String servlet = super.getServletPath();
    return servlet.startsWith(decoded + "/") ? servlet.substring(decoded.length()) : servlet;
  }
}
