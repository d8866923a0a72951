package io.croft.spring.web;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The paths whose requests are of no tenant, and reach no tenant's rows. */
final class UnscopedPaths {

  private final Supplier<List<PathPattern>> patterns;

  /**
   * @param endpoints is asked at the first request: only then all of them are made
   */
  UnscopedPaths(Collection<String> patterns, EndpointPaths endpoints) {
    List<PathPattern> configured = patterns.stream().map(UnscopedPaths::parse).toList();
    this.patterns =
        SingletonSupplier.of(
            () ->
                Stream.concat(
                        configured.stream(),
                        endpoints.patterns().stream().map(UnscopedPaths::parse))
                    .toList());
  }

  private static PathPattern parse(String pattern) {
    return PathPatternParser.defaultInstance.parse(pattern);
  }

  /** Returns true when requests of that path, as a client wrote it, are of no tenant. */
  boolean match(String written) {
    PathContainer path = PathContainer.parsePath(written);
    return patterns.get().stream().anyMatch(pattern -> pattern.matches(path));
  }
}
