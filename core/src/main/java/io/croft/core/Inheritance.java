package io.croft.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes a binding along into the tasks that its work forks in a {@code StructuredTaskScope}, where
 * Java has scoped values (25 and later). Such tasks end before the work does, so nothing is ever
 * retained by them; no other thread inherits anything. Java itself refuses ({@code
 * StructureViolationException}) to fork in another scope than that in which the {@code
 * StructuredTaskScope} was opened.
 *
 * <p>A thread that is bound to something else in another way ({@link OpenScope}, {@link
 * CapturedScope#bind}) cannot bind the value anew. As long as it is, nobody inherits the value: its
 * tasks would have a tenant that it has not, and which tasks are its own cannot be told.
 *
 * <p>The classes are reached by method handles: Croft is built for Java 17, which has not got them.
 * Constant handles are inlined like calls. See JEP 506 and JEP 505.
 */
final class Inheritance {

  private static final int FIRST_JAVA = 25;

  /** The value and how it is used; null where Java has none. */
  private static final @Nullable Handles HANDLES = Handles.find();

  private static final Legacy NO_LEGACY = new Legacy(Bound.NOTHING);

  /** {@code (Legacy other)Legacy}: the value, or the other when it is not bound. */
  private static final @Nullable MethodHandle OR_ELSE = HANDLES == null ? null : HANDLES.orElse();

  /** {@code (Legacy value, Runnable work)void}: runs the work with the value bound. */
  private static final @Nullable MethodHandle RUN = HANDLES == null ? null : HANDLES.run();

  private Inheritance() {}

  private record Handles(MethodHandle orElse, MethodHandle run) {

    static @Nullable Handles find() {
      if (Runtime.version().feature() < FIRST_JAVA) {
        return null;
      }
      try {
        return of(
            Class.forName("java.lang.ScopedValue"), Class.forName("java.lang.ScopedValue$Carrier"));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Java " + Runtime.version() + " has no scoped values", e);
      }
    }

    private static Handles of(Class<?> type, Class<?> carrier) throws ReflectiveOperationException {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Object value = type.getMethod("newInstance").invoke(null);
      MethodHandle orElse =
          lookup
              .findVirtual(type, "orElse", MethodType.methodType(Object.class, Object.class))
              .bindTo(value);
      MethodHandle where =
          lookup
              .findStatic(type, "where", MethodType.methodType(carrier, type, Object.class))
              .bindTo(value);
      MethodHandle run =
          lookup.findVirtual(carrier, "run", MethodType.methodType(void.class, Runnable.class));
      return new Handles(
          orElse.asType(MethodType.methodType(Legacy.class, Legacy.class)),
          MethodHandles.filterArguments(run, 0, where)
              .asType(MethodType.methodType(void.class, Legacy.class, Runnable.class)));
    }
  }

  /** What tasks inherit, and the threads that are bound to something else. Thread-safe. */
  private static final class Legacy {

    final Bound bound;
    private volatile @Nullable Set<Thread> strayed;

    Legacy(Bound bound) {
      this.bound = bound;
    }

    Bound left() {
      @Nullable Set<Thread> now = strayed;
      return now == null || now.isEmpty() ? bound : Bound.NOTHING;
    }

    synchronized void strays(Thread thread) {
      Set<Thread> now = strayed == null ? ConcurrentHashMap.newKeySet() : strayed;
      now.add(thread);
      strayed = now;
    }

    void comesBack(Thread thread) {
      @Nullable Set<Thread> now = strayed;
      if (now != null) {
        now.remove(thread);
      }
    }
  }

  private static Legacy legacy() {
    if (OR_ELSE == null) {
      return NO_LEGACY;
    }
    try {
      return (Legacy) OR_ELSE.invokeExact(NO_LEGACY);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns what the running task has inherited or bound for others to inherit. */
  static Bound current() {
    return legacy().left();
  }

  /** Returns true where there is something to inherit, whether anybody does now or not. */
  static boolean isSomething() {
    return !legacy().bound.isNothing();
  }

  /** Notes what this thread is bound to now, null where that is what it has inherited. */
  static void bound(@Nullable Bound own) {
    Legacy legacy = legacy();
    if (legacy == NO_LEGACY) {
      return;
    }
    if (own == null || own.equals(legacy.bound)) {
      legacy.comesBack(Thread.currentThread());
    } else {
      legacy.strays(Thread.currentThread());
    }
  }

  /** Runs the work so that the tasks that it forks inherit {@code bound}. */
  static <T, X extends Throwable> T call(Bound bound, TenantScope.Work<T, X> work) throws X {
    // Bound anew, the same value would keep the work from forking in what was opened outside.
    if (RUN == null || current().equals(bound)) {
      return work.run();
    }
    Outcome<T, X> outcome = new Outcome<>(work);
    try {
      RUN.invokeExact(new Legacy(bound), (Runnable) outcome);
    } catch (Throwable e) {
      outcome.failed(e);
    }
    return outcome.get();
  }

  /** Work whose end is told later, since scoped values take work that throws nothing of its own. */
  private static final class Outcome<T, X extends Throwable> implements Runnable {

    private final TenantScope.Work<T, X> work;
    private @Nullable T value;
    private @Nullable Throwable failure;

    Outcome(TenantScope.Work<T, X> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        value = work.run();
      } catch (Throwable e) {
        failure = e;
      }
    }

    /** Says that the end of the scope was refused: the work has left forked tasks behind. */
    void failed(Throwable violation) {
      if (failure == null) {
        failure = violation;
      } else {
        failure.addSuppressed(violation);
      }
    }

    /** Returns or throws what the work did; a value may be null where the work's type allows. */
    @SuppressWarnings({"unchecked", "NullAway"})
    T get() throws X {
      if (failure != null) {
        throw (X) failure;
      }
      return value;
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a scoped value cannot be read", e);
  }
}
