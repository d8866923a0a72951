package io.croft.jobs;

/** Why a job began the work for no further tenant. */
public enum JobEnd {
  /** Every tenant of the catalog has had its turn. */
  NO_MORE_TENANTS,
  /** It had failed for as many tenants as were allowed. */
  FAILURES,
  /** Its time was over. */
  DEADLINE,
  /** The thread that ran it was interrupted. */
  INTERRUPTED,
  /** The catalog stopped answering: there may be tenants that have not had their turn. */
  CATALOG_UNREACHABLE
}
