package io.croft.spring;

import io.croft.core.CapturedScope;
import io.croft.core.TenantScope;
import java.util.concurrent.RunnableScheduledFuture;
import org.springframework.core.task.TaskDecorator;

/**
 * Gives work that is handed to an executor the scope of who has handed it over, and none where
 * there was none.
 *
 * <p>What a scheduler runs has none. Spring Boot decorates the tasks of its schedulers by the same
 * bean, and such a task may be done again and again: with a scope it would keep the tenant of the
 * request in which somebody has scheduled it for ever. A task by a trigger cannot be told from one
 * that is done once, since it schedules itself anew each time, in the scope in which it runs.
 */
final class ScopeDecorator implements TaskDecorator {

  @Override
  public Runnable decorate(Runnable work) {
    CapturedScope scope =
        work instanceof RunnableScheduledFuture ? CapturedScope.NONE : TenantScope.capture();
    return scope.wrap(work);
  }
}
