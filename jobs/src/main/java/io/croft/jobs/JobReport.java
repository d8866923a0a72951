package io.croft.jobs;

import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a job has done.
 *
 * @param end why it ended
 * @param done for how many tenants the work was done
 * @param before how many were passed over, since an earlier run of the same name has done them
 * @param failed where the work has failed, by slug
 * @param skipped tenants that were not active when their turn came, by slug, with the status in
 *     which they were found: being created, suspended or erased
 * @param left how many of the tenants that were known have not had their turn; 0 unless it ended
 *     early
 */
public record JobReport(
    JobEnd end, int done, int before, List<JobFailure> failed, List<Tenant> skipped, int left) {

  private static final int NAMED = 10;

  /** Copies the lists. */
  public JobReport {
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
  }

  /** Returns true when every tenant had its turn and none failed; some may have been skipped. */
  public boolean isWhole() {
    return end == JobEnd.NO_MORE_TENANTS && failed.isEmpty();
  }

  /**
   * Returns this report, for callers that have no use for one of a job that is not whole.
   *
   * @throws CroftException {@code job-incomplete}, with the tenants' exceptions as suppressed ones
   */
  public JobReport requireWhole() {
    if (isWhole()) {
      return this;
    }
    CroftException incomplete =
        new CroftException(
            ErrorCode.JOB_INCOMPLETE,
            "the work is done for %d tenants, failed for %d%s and was not begun for %d (%s)"
                .formatted(done + before, failed.size(), names(), left, reason()),
            "correct what failed and run it again; under a name it goes on where it ended");
    failed.forEach(failure -> incomplete.addSuppressed(failure.reason()));
    throw incomplete;
  }

  private String names() {
    if (failed.isEmpty()) {
      return "";
    }
    return failed.stream()
        .limit(NAMED)
        .map(failure -> failure.tenant().slug().value())
        .collect(Collectors.joining(", ", " (", failed.size() > NAMED ? ", ...)" : ")"));
  }

  private String reason() {
    return switch (end) {
      case NO_MORE_TENANTS -> "every tenant has had its turn";
      case FAILURES -> "it was to stop after so many failures";
      case DEADLINE -> "its time was over";
      case INTERRUPTED -> "it was interrupted";
      case CATALOG_UNREACHABLE -> "the catalog does not answer; there may be more";
    };
  }
}
