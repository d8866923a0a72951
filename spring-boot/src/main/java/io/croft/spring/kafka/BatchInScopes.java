package io.croft.spring.kafka;

import java.util.Collection;
import java.util.List;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Gives a batch to its listener in runs of one tenant each, every run in the scope of its tenant
 * and in the order of the batch.
 *
 * <p>A batch of one tenant is given as it is. In any other, what fails is told as the failure of
 * one record, by itself and not by where it was in its run: the error handler then knows that the
 * batch is done up to there, and neither repeats nor gives up records of other tenants. What the
 * listener does not say about a run that fails is taken for the run's first record.
 */
final class BatchInScopes {

  private final RecordTenants tenants;

  BatchInScopes(RecordTenants tenants) {
    this.tenants = tenants;
  }

  /**
   * Calls the listener with each run.
   *
   * @param call that of the container with the whole batch
   * @param batch its records, in the order in which the container counts them
   */
  <K, V> void call(MethodInvocation call, List<ConsumerRecord<K, V>> batch) throws Throwable {
    List<TenantRun<K, V>> runs = TenantRun.of(batch, tenants::written);
    if (runs.size() <= 1) {
      if (!runs.isEmpty()) {
        inScope(runs.get(0), call);
      }
      return;
    }
    @Nullable RunAcknowledgments<K, V> acknowledgments = acknowledgments(call, runs);
    for (int i = 0; i < runs.size(); i++) {
      TenantRun<K, V> run = runs.get(i);
      try {
        inScope(run, part(call, run, acknowledgments == null ? null : acknowledgments.of(i)));
      } catch (Exception e) {
        int open = acknowledgments == null ? i : acknowledgments.firstOpen(i);
        throw open < i ? RunFailure.at(runs.get(open).first(), e) : RunFailure.of(e, run);
      }
      if (acknowledgments != null && acknowledgments.isGivenBack()) {
        return;
      }
    }
  }

  private void inScope(TenantRun<?, ?> run, MethodInvocation call) throws Throwable {
    Scopes.proceed(tenants.tenant(run.first()), call);
  }

  private static <K, V> @Nullable RunAcknowledgments<K, V> acknowledgments(
      MethodInvocation call, List<TenantRun<K, V>> runs) {
    for (@Nullable Object argument : call.getArguments()) {
      if (argument instanceof Acknowledgment batch) {
        return new RunAcknowledgments<>(batch, runs);
      }
    }
    return null;
  }

  /** Returns the call with what belongs to one run in place of what belongs to the batch. */
  private static MethodInvocation part(
      MethodInvocation call, TenantRun<?, ?> run, @Nullable Acknowledgment acknowledgment) {
    @Nullable Object[] whole = call.getArguments();
    @Nullable Object[] part = new @Nullable Object[whole.length];
    for (int i = 0; i < whole.length; i++) {
      part[i] = part(whole[i], run, acknowledgment);
    }
    return ((ProxyMethodInvocation) call).invocableClone(part);
  }

  private static @Nullable Object part(
      @Nullable Object argument, TenantRun<?, ?> run, @Nullable Acknowledgment acknowledgment) {
    if (argument instanceof ConsumerRecords<?, ?>) {
      return PolledRun.of(run);
    }
    if (argument instanceof Collection<?>) {
      return run.records();
    }
    if (argument instanceof Consumer<?, ?> consumer) {
      return RunConsumer.of(consumer);
    }
    return argument instanceof Acknowledgment ? acknowledgment : argument;
  }
}
