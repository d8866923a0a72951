package io.croft.spring.web;

import java.util.Optional;

/**
 * Looks for a tenant in one place of a request. All resolvers are asked, in their order; what they
 * find must agree. A resolver does not ask whether there is such a tenant: Croft does.
 *
 * <p>Called by many threads at once. What it throws ends the request: a {@code CroftException} with
 * the answer of its code, all else as an internal error.
 */
@FunctionalInterface
public interface TenantResolver {

  /** Returns what the request says in that place, empty when it says nothing there. */
  Optional<TenantNaming> resolve(TenantRequest request);
}
