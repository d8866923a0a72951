package io.croft.spring.web;

import java.util.List;

/** Knows where this server answers operators; what they ask is of no tenant. */
@FunctionalInterface
interface EndpointPaths {

  /** Where there are no endpoints. */
  EndpointPaths NONE = List::of;

  /** Returns patterns of paths within the application. */
  List<String> patterns();
}
