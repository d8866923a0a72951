package io.croft.spring.web;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

/**
 * The paths of the actuator's endpoints and of the list of them, wherever the application has moved
 * them. Where the actuator has a port of its own, the same paths of this port are the
 * application's.
 */
final class ActuatorPaths implements EndpointPaths {

  private final Supplier<@Nullable PathMappedEndpoints> endpoints;
  private final ManagementPortType port;
  private final Supplier<String> prefix;

  /**
   * @param prefix returns the path of the servlet that answers, empty for the root
   */
  ActuatorPaths(
      Supplier<@Nullable PathMappedEndpoints> endpoints,
      ManagementPortType port,
      Supplier<String> prefix) {
    this.endpoints = endpoints;
    this.port = port;
    this.prefix = prefix;
  }

  @Override
  public List<String> patterns() {
    @Nullable PathMappedEndpoints found = endpoints.get();
    if (found == null) {
      return List.of();
    }
    String before = prefix.get();
    Stream<String> here = found.stream().flatMap(ActuatorPaths::ofThisServer);
    if (port != ManagementPortType.SAME) {
      return here.flatMap(path -> below(before, path)).toList();
    }
    Stream<String> endpointsAndBelow =
        Stream.concat(found.getAllPaths().stream(), here).flatMap(path -> below(before, path));
    return Stream.concat(
            Stream.of(found.getBasePath()).flatMap(path -> only(before, path)), endpointsAndBelow)
        .toList();
  }

  private static Stream<String> ofThisServer(PathMappedEndpoint endpoint) {
    return endpoint.getAdditionalPaths(WebServerNamespace.SERVER).stream();
  }

  private static Stream<String> below(String before, String path) {
    return only(before, path).map(one -> one + "/**");
  }

  /** What is mapped to the root of the application would make all of it one of no tenant. */
  private static Stream<String> only(String before, String path) {
    String bare = path.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? Stream.empty() : Stream.of(before + "/" + bare);
  }
}
