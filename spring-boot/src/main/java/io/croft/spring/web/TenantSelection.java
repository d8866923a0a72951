package io.croft.spring.web;

import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides for which tenant a request is, from what all resolvers find in it. Nothing that a client
 * can write outranks what holds the caller to tenants, and nothing makes up for a tenant that is
 * not named.
 */
final class TenantSelection {

  private final List<TenantResolver> resolvers;
  private final List<TenantMembership> memberships;
  private final TenantDirectory directory;

  TenantSelection(
      List<TenantResolver> resolvers,
      List<TenantMembership> memberships,
      TenantDirectory directory) {
    this.resolvers = List.copyOf(resolvers);
    this.memberships = List.copyOf(memberships);
    this.directory = directory;
  }

  /**
   * Returns the tenant, in whatever status.
   *
   * @throws CroftException {@code tenant-missing}, {@code tenant-ambiguous}, {@code
   *     tenant-forbidden}, {@code tenant-unknown}, {@code caller-unknown}, {@code slug-invalid},
   *     {@code tenant-id-invalid}, {@code catalog-unreachable}
   */
  Tenant select(TenantRequest request) {
    Set<String> asked = new HashSet<>();
    Optional<Set<String>> bound = Optional.empty();
    for (TenantResolver resolver : resolvers) {
      Optional<TenantNaming> found = resolver.resolve(request);
      if (found.isPresent() && found.get().binding()) {
        bound = Optional.of(both(bound, found.get().tenants()));
      } else {
        found.ifPresent(naming -> asked.addAll(naming.tenants()));
      }
    }
    Tenant tenant = bound.isPresent() ? among(bound.get(), asked) : only(asked);
    if (!memberships.stream().allMatch(membership -> membership.allows(request, tenant))) {
      throw forbidden();
    }
    return tenant;
  }

  private Set<String> both(Optional<Set<String>> before, Set<String> more) {
    Set<String> left = new HashSet<>(more);
    before.ifPresent(held -> left.removeIf(name -> !isAmong(held, name)));
    return left;
  }

  /** Returns true when one of the names is the tenant's, be it its slug or its identity. */
  private boolean isAmong(Set<String> held, String name) {
    return held.contains(name)
        || find(name)
            .filter(
                tenant ->
                    held.contains(tenant.slug().value()) || held.contains(tenant.id().toString()))
            .isPresent();
  }

  /** What holds a caller may also hold what is no name of a tenant. */
  private Optional<Tenant> find(String name) {
    try {
      return directory.find(name);
    } catch (CroftException e) {
      if (e.code() == ErrorCode.SLUG_INVALID || e.code() == ErrorCode.TENANT_ID_INVALID) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What is not the caller's is refused alike whether it exists or not. */
  private Tenant among(Set<String> bound, Set<String> asked) {
    if (bound.isEmpty()) {
      throw forbidden();
    }
    if (asked.isEmpty()) {
      if (bound.size() > 1) {
        throw new CroftException(
            ErrorCode.TENANT_MISSING,
            "the caller may use several tenants and the request names none",
            "name one of them");
      }
      return directory.require(bound.iterator().next());
    }
    return bound.containsAll(asked) ? only(asked) : one(asked, name -> named(bound, name));
  }

  /** Returns the tenant that is asked for by one of its names and bound by the other. */
  private Tenant named(Set<String> bound, String asked) {
    return bound.stream()
        .flatMap(name -> find(name).stream())
        .filter(
            tenant -> tenant.slug().value().equals(asked) || tenant.id().toString().equals(asked))
        .findFirst()
        .orElseThrow(TenantSelection::forbidden);
  }

  private Tenant only(Set<String> asked) {
    if (asked.isEmpty()) {
      throw new CroftException(
          ErrorCode.TENANT_MISSING,
          "the request names no tenant",
          "name one where the application looks for it");
    }
    return one(asked, this::asked);
  }

  /** Where the application knows who may use what, nobody is told what there is. */
  private Tenant asked(String name) {
    return memberships.isEmpty()
        ? directory.require(name)
        : directory.find(name).orElseThrow(TenantSelection::forbidden);
  }

  private static Tenant one(Set<String> asked, Function<String, Tenant> find) {
    Map<TenantId, Tenant> found = new HashMap<>();
    for (String name : asked) {
      Tenant tenant = find.apply(name);
      found.putIfAbsent(tenant.id(), tenant);
    }
    if (found.size() > 1) {
      throw Resolvers.ambiguous("the request names " + found.size() + " tenants");
    }
    return found.values().iterator().next();
  }

  private static CroftException forbidden() {
    return new CroftException(
        ErrorCode.TENANT_FORBIDDEN,
        "the caller may not use that tenant",
        "ask for one that is the caller's own");
  }
}
