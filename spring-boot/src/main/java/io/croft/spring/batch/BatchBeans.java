package io.croft.spring.batch;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.tasklet.StoppableTasklet;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives scopes to jobs, and to steps that are beans: those may be executed on threads that the job
 * has not started. They are then known by their interfaces only.
 */
final class BatchBeans implements BeanPostProcessor {

  private final JobAdvice advice;

  BatchBeans(JobAdvice advice) {
    this.advice = advice;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof Job || (bean instanceof Step && !isStoppedByClass(bean))
        ? advised(bean)
        : bean;
  }

  private Object advised(Object bean) {
    if (bean instanceof Advised advised && !advised.isFrozen()) {
      advised.addAdvice(0, advice);
      return bean;
    }
    ProxyFactory factory = new ProxyFactory(bean);
    factory.addAdvice(advice);
    return factory.getProxy(bean.getClass().getClassLoader());
  }

  /** Whoever stops such a step looks for its class; it runs in the scope of its job. */
  private static boolean isStoppedByClass(Object bean) {
    return bean instanceof TaskletStep step && step.getTasklet() instanceof StoppableTasklet;
  }
}
