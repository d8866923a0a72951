package io.croft.hibernate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/**
 * Refuses entities with {@code @TenantId}: Hibernate would write names of sessions into the column
 * that the database fills and guards. Has no effect on session factories that are not over Croft.
 */
public final class TenantColumns implements Integrator {

  private static final String FILTER = "_tenantId";

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
    MultiTenantConnectionProvider<?> connections =
        factory.getServiceRegistry().getService(MultiTenantConnectionProvider.class);
    if (connections instanceof ScopedConnections
        && metadata.getFilterDefinitions().containsKey(FILTER)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "an entity maps its tenant with @TenantId",
          "remove the attribute: the column has its value and its guard from the database");
    }
  }
}
