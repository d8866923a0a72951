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

  @Override
  public String resolveCurrentTenantIdentifier() {
    Optional<TenantId> tenant = TenantScope.current();
    return tenant.isEmpty()
        ? SessionName.NOBODY
        : SessionName.of(croft.placement(tenant.get()), TenantScope.currentAccess().orElseThrow());
  }

  /** The epoch may change while a session is in use; whose it is, each connection checks. */
  @Override
  public boolean validateExistingCurrentSessions() {
    return false;
  }
}
