package io.croft.spring.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request says, for those who look for the tenant it is for. */
public interface TenantRequest {

  /** Returns the values of a header in their order; none when it is not there. */
  List<String> headers(String name);

  /**
   * Returns the name of the host that the client wrote, in lower case, without a port. Behind a
   * proxy it is that of the forwarded headers only where the application trusts them ({@code
   * server.forward-headers-strategy}).
   */
  String host();

  /**
   * Returns the path within the application as the client wrote it, beginning with a slash:
   * percent-encoded, with parameters. What a segment means, Spring's {@code PathContainer} tells.
   */
  String path();

  /** Returns an attribute of the session, empty when there is no session; makes none. */
  Optional<Object> sessionAttribute(String name);

  /** Returns who is calling, empty when nobody has been authenticated. */
  Optional<Principal> caller();

  /**
   * Returns the claims of the caller's token, whose signature has been verified; empty when the
   * caller has shown none. What a client merely writes is never among them.
   */
  Map<String, Object> claims();
}
