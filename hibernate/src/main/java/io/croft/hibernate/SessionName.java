package io.croft.hibernate;

import io.croft.core.Access;
import io.croft.core.Placement;
import io.croft.core.TenantId;

/**
 * What Hibernate knows a session's tenant by, and keeps apart in its caches and blocks of sequence
 * numbers: tenant, access and epoch. What was kept of a tenant is not found after a move or a
 * restore; nor by code that may do less with the rows than the code which read them.
 */
final class SessionName {

  /** Of a session that was opened outside of any scope. It reaches no row. */
  static final String NOBODY = "nobody";

  private SessionName() {}

  static String of(Placement home, Access access) {
    return owner(home.tenant(), access) + "@" + home.epoch();
  }

  /** Returns true when a session of that name is one of {@code tenant} with {@code access}. */
  static boolean isOf(String name, TenantId tenant, Access access) {
    int epoch = name.lastIndexOf('@');
    return epoch >= 0 && name.substring(0, epoch).equals(owner(tenant, access));
  }

  private static String owner(TenantId tenant, Access access) {
    return access.isFull() ? tenant.toString() : tenant + "/" + access.word();
  }
}
