package io.croft.jobs;

import io.croft.catalog.Tenant;

/** What a job does for one tenant. */
@FunctionalInterface
public interface TenantWork {

  /**
   * Does it, in the tenant's scope, on a thread of the job. An exception ends the work for this
   * tenant only.
   */
  void run(Tenant tenant) throws Exception;
}
