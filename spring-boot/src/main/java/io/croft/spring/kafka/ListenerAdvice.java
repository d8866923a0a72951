package io.croft.spring.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.IntroductionInfo;
import org.springframework.aop.IntroductionInterceptor;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.adapter.AsyncRepliesAware;
import org.springframework.kafka.requestreply.ReplyingKafkaOperations;

/**
 * Runs a listener in the scope of each record that it is called with.
 *
 * <p>It is an advice because containers take advices from their factory, for whatever listener they
 * are given and whenever. A listener that is advised is one that delegates, which Spring for Apache
 * Kafka must be told: otherwise it would not find the listener behind it, and what fails there
 * after the call would be lost.
 *
 * <p>The scope is around the call of the listener and nothing else: error handlers, recoverers and
 * interceptors run in none, and no path leaves one behind on the consumer's thread.
 */
final class ListenerAdvice implements IntroductionInterceptor, IntroductionInfo {

  private static final String CALL = "onMessage";

  private final RecordTenants tenants;
  private final BatchInScopes batches;

  ListenerAdvice(RecordTenants tenants) {
    this.tenants = tenants;
    this.batches = new BatchInScopes(tenants);
  }

  @Override
  public Class<?>[] getInterfaces() {
    return new Class<?>[] {DelegatingMessageListener.class};
  }

  @Override
  public boolean implementsInterface(Class<?> type) {
    return type.isAssignableFrom(DelegatingMessageListener.class);
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    @Nullable Object listener = call.getThis();
    return switch (call.getMethod().getName()) {
      case "getDelegate" -> listener;
      case "isAsyncReplies" ->
          listener instanceof AsyncRepliesAware answering && answering.isAsyncReplies();
      // Hands answers to those who wait for them, in scopes of their own.
      case CALL -> listener instanceof ReplyingKafkaOperations ? call.proceed() : inScope(call);
      default -> call.proceed();
    };
  }

  private @Nullable Object inScope(MethodInvocation call) throws Throwable {
    Object received = Objects.requireNonNull(call.getArguments()[0]);
    if (received instanceof ConsumerRecord<?, ?> record) {
      Scopes.proceed(tenants.tenant(record), call);
    } else {
      batches.call(call, batch(received));
    }
    return null;
  }

  /** What a batch listener is called with is a list of records, or what was polled. */
  @SuppressWarnings("unchecked")
  private static List<ConsumerRecord<Object, Object>> batch(Object received) {
    if (received instanceof ConsumerRecords<?, ?> polled) {
      List<ConsumerRecord<Object, Object>> records = new ArrayList<>(polled.count());
      polled.forEach(record -> records.add((ConsumerRecord<Object, Object>) record));
      return records;
    }
    return (List<ConsumerRecord<Object, Object>>) received;
  }
}
