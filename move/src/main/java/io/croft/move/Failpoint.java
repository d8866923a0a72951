package io.croft.move;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The places where a test may disturb a move: before the effect of each step, after it, and after
 * its record. Inert unless a test arms one, by its name ({@code switched.after}): either the system
 * property {@code croft.failpoint} names it, and the process halts there at once, as by {@code kill
 * -9}; or {@link #arm} does, for a move of the test's own process.
 */
enum Failpoint {
  /** The step is about to take effect. */
  BEFORE,
  /** The step has taken effect, but nobody has written it down. */
  AFTER,
  /** The step has been written down. */
  RECORDED;

  private static final int KILLED = 137;

  private static final AtomicReference<@Nullable Armed> ARMED = new AtomicReference<>();

  private record Armed(String name, Runnable effect) {}

  /**
   * Lets {@code effect} happen once, in the thread of the move of this process that is the next to
   * reach the place of that name. Only one place is armed at a time.
   */
  static void arm(String name, Runnable effect) {
    if (!ARMED.compareAndSet(null, new Armed(name, effect))) {
      throw new IllegalStateException("a failpoint is armed already");
    }
  }

  /** Arms no place any more; returns false when the armed one was reached, or none was armed. */
  static boolean disarm() {
    return ARMED.getAndSet(null) != null;
  }

  void reach(MoveStep step) {
    String name = name(step);
    if (name.equals(System.getProperty("croft.failpoint"))) {
      Runtime.getRuntime().halt(KILLED);
    }
    @Nullable Armed armed = ARMED.get();
    if (armed != null && armed.name().equals(name) && ARMED.compareAndSet(armed, null)) {
      armed.effect().run();
    }
  }

  /** Returns the name by which a test arms this place. */
  String name(MoveStep step) {
    return step.word() + "." + name().toLowerCase(Locale.ROOT);
  }
}
