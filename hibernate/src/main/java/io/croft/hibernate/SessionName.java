package io.croft.hibernate;

import io.croft.core.Access;
import io.croft.core.TenantId;

/**
 * What Hibernate knows a session's tenant by, and keeps apart in its caches and blocks of sequence
 * numbers: tenant and access. What was read with an access is not found by code that may do less.
 *
 * <p>The epoch is no part of it. A move changes no row, so what is kept stays true; and a session
 * from before a move, which goes on at the new home, must make the very entries invalid that those
 * of later sessions read.
 */
final class SessionName {

  /** Of a session that was opened outside of any scope. It reaches no row. */
  static final String NOBODY = "nobody";

  private SessionName() {}

  static String of(TenantId tenant, Access access) {
    return access.isFull() ? tenant.toString() : tenant + "/" + access.word();
  }
}
