package io.croft.core;

import java.util.Locale;

/**
 * Every way in which Croft refuses or fails. The kebab-case {@link #code()} is stable: it is the
 * code in JSON, the REST problem type and the anchor in {@code docs/errors.md}.
 */
public enum ErrorCode {
  // bad input
  TENANT_ID_INVALID(Kind.USAGE),
  SLUG_INVALID(Kind.USAGE),
  ACCESS_INVALID(Kind.USAGE),
  ISOLATION_INVALID(Kind.USAGE),
  REGION_INVALID(Kind.USAGE),
  CONFIGURATION_INVALID(Kind.USAGE),
  ARGUMENT_INVALID(Kind.USAGE),
  BULK_LOAD_REFUSED(Kind.USAGE),
  BULK_ROW_INVALID(Kind.USAGE),
  IGNORE_FILE_INVALID(Kind.USAGE),
  TENANT_MISSING(Kind.USAGE),
  TENANT_AMBIGUOUS(Kind.USAGE),

  // refused by a check
  NO_TENANT_IN_SCOPE(Kind.REFUSED),
  TENANT_ALREADY_IN_SCOPE(Kind.REFUSED),
  ACCESS_ALREADY_IN_SCOPE(Kind.REFUSED),
  SESSION_OF_ANOTHER_SCOPE(Kind.REFUSED),
  TENANT_NOT_ACTIVE(Kind.REFUSED),
  REGION_FORBIDDEN(Kind.REFUSED),
  ISOLATION_FORBIDDEN(Kind.REFUSED),
  MOVE_TOO_LARGE(Kind.REFUSED),
  MOVE_PAST_SWITCH(Kind.REFUSED),
  MOVE_UNSUPPORTED(Kind.REFUSED),
  LOG_BUDGET_EXCEEDED(Kind.REFUSED),
  WAY_BACK_LOST(Kind.REFUSED),
  SHARED_TABLES_DIFFER(Kind.REFUSED),
  TABLE_WITHOUT_KEY(Kind.REFUSED),
  TABLE_UNPROTECTED(Kind.REFUSED),
  SCHEMA_DIFFERS(Kind.REFUSED),
  SCHEMA_NOT_CLONEABLE(Kind.REFUSED),
  SCHEMA_NOT_ADOPTABLE(Kind.REFUSED),
  HOME_IN_USE(Kind.REFUSED),
  HOME_NOT_EMPTY(Kind.REFUSED),
  ROLE_TOO_POWERFUL(Kind.REFUSED),
  GATE_NEWER(Kind.REFUSED),
  GATE_OUTDATED(Kind.REFUSED),
  SERVER_FULL(Kind.REFUSED),
  BUDGET_TOO_SMALL(Kind.REFUSED),

  // not allowed
  LOGIN_REFUSED(Kind.DENIED),
  CALLER_UNKNOWN(Kind.DENIED),
  TENANT_FORBIDDEN(Kind.DENIED),

  // not found
  TENANT_UNKNOWN(Kind.NOT_FOUND),
  ACCESS_UNKNOWN(Kind.NOT_FOUND),
  SERVER_UNKNOWN(Kind.NOT_FOUND),
  PLAN_UNKNOWN(Kind.NOT_FOUND),
  LOGIN_UNKNOWN(Kind.NOT_FOUND),
  OPERATION_UNKNOWN(Kind.NOT_FOUND),
  CATALOG_UNKNOWN(Kind.NOT_FOUND),
  RULE_UNKNOWN(Kind.NOT_FOUND),

  // conflict with what is there
  SLUG_TAKEN(Kind.CONFLICT),
  TENANT_EXISTS(Kind.CONFLICT),
  SERVER_EXISTS(Kind.CONFLICT),
  LOGIN_EXISTS(Kind.CONFLICT),
  ALREADY_SERVED(Kind.CONFLICT),
  ALREADY_THERE(Kind.CONFLICT),
  OPERATION_IN_PROGRESS(Kind.CONFLICT),
  OPERATION_LOST(Kind.CONFLICT),
  OPERATION_ENDED(Kind.CONFLICT),

  // took too long; may be tried again
  TENANT_BUSY(Kind.TIMEOUT),
  FENCE_TIMEOUT(Kind.TIMEOUT),
  SLOT_TIMEOUT(Kind.TIMEOUT),
  LEASE_LOST(Kind.TIMEOUT),
  CONNECTION_TIMEOUT(Kind.TIMEOUT),
  TENANT_OVER_LIMIT(Kind.TIMEOUT),

  // failed
  SERVER_UNREACHABLE(Kind.FAILED),
  CATALOG_UNREACHABLE(Kind.FAILED),
  SERVER_CANNOT_START(Kind.FAILED),
  GATE_REFUSED(Kind.FAILED),
  VERIFICATION_FAILED(Kind.FAILED),
  MIGRATION_FAILED(Kind.FAILED),
  DATABASE_ERROR(Kind.FAILED),
  JOB_INCOMPLETE(Kind.FAILED),
  INTERRUPTED(Kind.FAILED),
  INTERNAL_ERROR(Kind.FAILED);

  /** What a caller can do about it; decides the exit code of the command line. */
  public enum Kind {
    USAGE,
    REFUSED,
    DENIED,
    NOT_FOUND,
    CONFLICT,
    TIMEOUT,
    FAILED
  }

  private final Kind kind;

  ErrorCode(Kind kind) {
    this.kind = kind;
  }

  /** Returns the stable kebab-case spelling, for example {@code no-tenant-in-scope}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what a caller can do about it. */
  public Kind kind() {
    return kind;
  }
}
