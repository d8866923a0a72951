package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.SQLException;

/** For whom a transaction runs: a tenant, and what its code may do there. */
record Caller(TenantId tenant, Access access) {

  /**
   * Returns whom the code of this thread works for.
   *
   * @throws CroftException {@code no-tenant-in-scope}
   */
  static Caller inScope() {
    return new Caller(TenantScope.require(), TenantScope.currentAccess().orElseThrow());
  }

  /**
   * Refuses what is asked of a connection in another scope than that in which it was taken, or in
   * none: a framework that binds connections to threads, and a pool that keeps them, know nothing
   * of scopes.
   *
   * @throws SQLException TN006 with the cause {@code no-tenant-in-scope}, or 55000 with {@code
   *     session-of-another-scope}
   */
  void requireScope() throws SQLException {
    if (!TenantScope.isBoundTo(tenant, access)) {
      throw Errors.of(elsewhere());
    }
  }

  private CroftException elsewhere() {
    if (TenantScope.current().isEmpty()) {
      return new CroftException(
          ErrorCode.NO_TENANT_IN_SCOPE,
          "a connection of tenant %s is used on thread \"%s\", to which no tenant is bound"
              .formatted(this, Thread.currentThread().getName()),
          "use it inside of its scope; TenantScope.capture() takes a scope to other threads");
    }
    return new CroftException(
        ErrorCode.SESSION_OF_ANOTHER_SCOPE,
        "a connection of tenant %s is used in the scope of tenant %s".formatted(this, inScope()),
        "take connections, and begin transactions, inside of the scope; not before");
  }

  @Override
  public String toString() {
    return access.isFull() ? tenant.toString() : tenant + " with access " + access;
  }
}
