package io.croft.spring.batch;

import io.croft.core.CapturedScope;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersValidator;
import org.springframework.batch.core.step.StepExecution;

/**
 * Runs jobs and steps in exactly the scope of the job's tenant, and in none where the job has none,
 * whoever has started it and on whatever thread. The scope is around the whole execution: every
 * transaction of a step begins inside of it.
 */
final class JobAdvice implements MethodInterceptor {

  private final Supplier<CroftDataSource> source;

  JobAdvice(Supplier<CroftDataSource> source) {
    this.source = source;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    @Nullable Object[] arguments = call.getArguments();
    if (isExecute(call) && arguments[0] instanceof JobExecution job) {
      inScope(job.getJobParameters(), call);
      return null;
    }
    if (isExecute(call) && arguments[0] instanceof StepExecution step) {
      inScope(step.getJobExecution().getJobParameters(), call);
      return null;
    }
    @Nullable Object answer = call.proceed();
    return call.getMethod().getName().equals("getJobParametersValidator")
        ? new TenantParameter((JobParametersValidator) answer, source)
        : answer;
  }

  private static boolean isExecute(MethodInvocation call) {
    return call.getMethod().getName().equals("execute") && call.getArguments().length == 1;
  }

  private static void inScope(JobParameters parameters, MethodInvocation call) throws Throwable {
    TenantScope.Action<Throwable> work = call::proceed;
    CapturedScope.NONE.<Throwable>run(
        () -> {
          Optional<TenantId> tenant = TenantParameter.tenant(parameters);
          if (tenant.isPresent()) {
            TenantScope.run(tenant.get(), work);
          } else {
            work.run();
          }
        });
  }
}
