package io.croft.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Binds work to a scope and unbinds it again.
 *
 * <p>A thread's own binding decides. Only a thread that has none asks what it has inherited: that
 * is the binding under which its task was forked ({@link Inheritance}), and nothing for any other
 * thread. Whoever binds inside of an inherited scope, also to nothing, has a binding of its own
 * again, so that an inherited one is never seen through it.
 */
final class Binding {

  /** Under it logs show the tenant of a scope. */
  private static final String MDC_KEY = "tenant";

  private static final ThreadLocal<@Nullable Bound> OWN = new ThreadLocal<>();

  private Binding() {}

  /** Returns what the running code is bound to. */
  static Bound current() {
    @Nullable Bound own = OWN.get();
    return own == null ? Inheritance.current() : own;
  }

  /** Returns what the thread itself is bound to, null when it is not. */
  static @Nullable Bound own() {
    return OWN.get();
  }

  /** Runs the work bound to {@code inner}, whatever was bound; afterwards that is bound again. */
  static <T, X extends Throwable> T call(Bound inner, TenantScope.Work<T, X> work) throws X {
    Before before = enter(inner);
    try {
      return Inheritance.call(inner, work);
    } finally {
      before.restore();
    }
  }

  private static Before enter(Bound inner) {
    Before before = new Before(OWN.get(), MDC.get(MDC_KEY));
    log(inner);
    OWN.set(inner);
    return before;
  }

  /** Binds the thread to {@code inner}, whatever was bound, until that is given back. */
  static Before bind(Bound inner) {
    Before before = enter(inner);
    Inheritance.bound(inner);
    return before;
  }

  /** Binds this thread until something else is bound; returns what was. */
  static Bound swap(Bound inner) {
    Bound outer = current();
    log(inner);
    if (inner.isNothing() && !Inheritance.isSomething()) {
      OWN.remove();
    } else {
      OWN.set(inner);
    }
    Inheritance.bound(OWN.get());
    return outer;
  }

  private static void log(Bound inner) {
    if (!inner.isNothing()) {
      MDC.put(MDC_KEY, inner.tenant().orElseThrow().toString());
    } else if (!current().isNothing()) {
      // What an application has put there itself, without a scope, is left to it.
      MDC.remove(MDC_KEY);
    }
  }

  /** What a thread had before something was bound. */
  record Before(@Nullable Bound own, @Nullable String logged) {

    void restore() {
      give(own);
    }

    /** Gives the thread nothing of its own where it had a tenant. */
    void abandon() {
      if (own == null || own.isNothing()) {
        give(own);
      } else {
        OWN.remove();
        MDC.remove(MDC_KEY);
      }
    }

    private void give(@Nullable Bound bound) {
      if (bound == null) {
        OWN.remove();
      } else {
        OWN.set(bound);
      }
      if (logged == null) {
        MDC.remove(MDC_KEY);
      } else {
        MDC.put(MDC_KEY, logged);
      }
    }
  }
}
