package io.croft.spring.kafka;

import io.croft.core.CapturedScope;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.Optional;
import org.aopalliance.intercept.MethodInvocation;

/** Calls listeners in exactly the scope of a tenant, whatever a consumer's thread is bound to. */
final class Scopes {

  private Scopes() {}

  /** Makes the call in the scope of {@code tenant}, and in none where that is empty. */
  static void proceed(Optional<TenantId> tenant, MethodInvocation call) throws Throwable {
    TenantScope.Action<Throwable> work = call::proceed;
    CapturedScope.NONE.<Throwable>run(
        () -> {
          if (tenant.isPresent()) {
            TenantScope.run(tenant.get(), work);
          } else {
            work.run();
          }
        });
  }
}
