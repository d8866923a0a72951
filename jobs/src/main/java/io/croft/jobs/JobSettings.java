package io.croft.jobs;

import io.croft.catalog.Tenant;
import io.croft.core.Access;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to be done.
 *
 * @param threads how many tenants are worked on at once
 * @param failures after how many it stops
 * @param deadline after what time it stops; null for never
 * @param access what the work may do to the rows
 * @param wanted for which tenants
 * @param ledger where it is kept what is done; null for nowhere
 * @param run under which name there; null without a ledger
 * @param listener told after each tenant
 */
record JobSettings(
    int threads,
    int failures,
    @Nullable Duration deadline,
    Access access,
    Predicate<Tenant> wanted,
    @Nullable JobLedger ledger,
    @Nullable String run,
    Consumer<JobProgress> listener) {

  JobSettings withThreads(int value) {
    return new JobSettings(value, failures, deadline, access, wanted, ledger, run, listener);
  }

  JobSettings withFailures(int value) {
    return new JobSettings(threads, value, deadline, access, wanted, ledger, run, listener);
  }

  JobSettings withDeadline(Duration value) {
    return new JobSettings(threads, failures, value, access, wanted, ledger, run, listener);
  }

  JobSettings withAccess(Access value) {
    return new JobSettings(threads, failures, deadline, value, wanted, ledger, run, listener);
  }

  JobSettings withWanted(Predicate<Tenant> value) {
    return new JobSettings(threads, failures, deadline, access, value, ledger, run, listener);
  }

  JobSettings withLedger(JobLedger where, String name) {
    return new JobSettings(threads, failures, deadline, access, wanted, where, name, listener);
  }

  JobSettings withListener(Consumer<JobProgress> value) {
    return new JobSettings(threads, failures, deadline, access, wanted, ledger, run, value);
  }
}
