package io.croft.spring.batch;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.InvalidJobParametersException;
import org.springframework.batch.core.job.parameters.JobParameter;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersValidator;

/**
 * The parameter that names a job's tenant by its identity, looked at before anything is noted of
 * the job. A slug would name another tenant one day, when the job is restarted.
 */
final class TenantParameter implements JobParametersValidator {

  static final String NAME = "tenant";

  private final @Nullable JobParametersValidator own;
  private final Supplier<CroftDataSource> source;

  /**
   * @param own that of the job, which is asked first
   */
  TenantParameter(@Nullable JobParametersValidator own, Supplier<CroftDataSource> source) {
    this.own = own;
    this.source = source;
  }

  /**
   * Returns the tenant of a job, empty when it is of none.
   *
   * @throws CroftException {@code tenant-id-invalid}
   */
  static Optional<TenantId> tenant(JobParameters parameters) {
    @Nullable JobParameter<?> parameter = parameters.getParameter(NAME);
    return parameter == null
        ? Optional.empty()
        : Optional.of(TenantId.of(String.valueOf(parameter.value())));
  }

  @Override
  public void validate(@Nullable JobParameters parameters) throws InvalidJobParametersException {
    if (own != null) {
      own.validate(parameters);
    }
    @Nullable JobParameter<?> parameter = parameters == null ? null : parameters.getParameter(NAME);
    if (parameters == null || parameter == null) {
      return;
    }
    if (!parameter.identifying()) {
      throw new InvalidJobParametersException(
          "the parameter tenant must be identifying: otherwise the job of one tenant is taken for"
              + " that of another");
    }
    try {
      tenant(parameters).ifPresent(source.get()::placement);
    } catch (CroftException e) {
      InvalidJobParametersException invalid =
          new InvalidJobParametersException(
              e.getMessage() + " (" + e.code().code() + "); " + e.hint());
      invalid.initCause(e);
      throw invalid;
    }
  }
}
