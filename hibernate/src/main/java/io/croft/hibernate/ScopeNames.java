package io.croft.hibernate;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.util.Optional;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/**
 * Names each session after the scope in which it is opened. Outside of a scope one may be opened,
 * as tools do while an application starts; it finds out at its first statement.
 */
final class ScopeNames implements CurrentTenantIdentifierResolver<String> {

  private final CroftDataSource croft;

  ScopeNames(CroftDataSource croft) {
    this.croft = croft;
  }

  /** Refuses a tenant that may not be used: what is cached would be read without any connection. */
  @Override
  public String resolveCurrentTenantIdentifier() {
    Optional<TenantId> tenant = TenantScope.current();
    return tenant.isEmpty()
        ? SessionName.NOBODY
        : SessionName.of(
            croft.placement(tenant.get()).tenant(), TenantScope.currentAccess().orElseThrow());
  }

  /** Whose a session is, each statement checks. */
  @Override
  public boolean validateExistingCurrentSessions() {
    return false;
  }
}
