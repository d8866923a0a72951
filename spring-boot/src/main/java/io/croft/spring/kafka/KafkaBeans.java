package io.croft.spring.kafka;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aopalliance.aop.Advice;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Gives scopes to whatever sends and receives: factories of producers, factories of containers and
 * containers, those of the application as well as those of Spring Boot.
 */
final class KafkaBeans implements BeanPostProcessor {

  private final ListenerAdvice advice;
  private final Supplier<ScopedProducer> producers;

  /**
   * @param producers asked with the first factory
   */
  KafkaBeans(ListenerAdvice advice, Supplier<ScopedProducer> producers) {
    this.advice = advice;
    this.producers = producers;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
      advise(factory.getContainerProperties());
    } else if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
      advise(container.getContainerProperties());
    } else if (bean instanceof ProducerFactory<?, ?> factory) {
      name(factory);
    }
    return bean;
  }

  /** Before the application's own, which may begin transactions. */
  private void advise(ContainerProperties properties) {
    Advice[] own = properties.getAdviceChain();
    if (!Arrays.asList(own).contains(advice)) {
      properties.setAdviceChain(
          Stream.concat(Stream.of(advice), Arrays.stream(own)).toArray(Advice[]::new));
    }
  }

  @SuppressWarnings("unchecked")
  private void name(ProducerFactory<?, ?> factory) {
    ((ProducerFactory<Object, Object>) factory).addPostProcessor(producers.get());
  }
}
