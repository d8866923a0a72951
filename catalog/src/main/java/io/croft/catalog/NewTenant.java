package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A tenant to be created.
 *
 * @param id chosen by the caller, so that creating again is recognised
 * @param slug unique among all tenants
 * @param name the name that people read; not blank
 * @param plan name of its plan
 * @param region the only region where it may live, null for any
 */
public record NewTenant(TenantId id, Slug slug, String name, String plan, @Nullable String region) {

  /**
   * Checks the name and the shape of the region.
   *
   * @throws CroftException {@code configuration-invalid} or {@code region-invalid}
   */
  public NewTenant {
    if (name.isBlank()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID, "tenant " + slug + " has no name", "give it a name");
    }
    if (region != null) {
      Words.region(region);
    }
  }

  /** Returns a tenant with a new random identity that may live in any region. */
  public static NewTenant of(Slug slug, String name, String plan) {
    return new NewTenant(TenantId.random(), slug, name, plan, null);
  }
}
