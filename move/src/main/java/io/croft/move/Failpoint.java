package io.croft.move;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private static final Queue<Armed> ARMED = new ConcurrentLinkedQueue<>();

  /**
   * @param mover who must reach the place; null for whoever does
   */
  private record Armed(String name, @Nullable Thread mover, Runnable effect) {

    boolean isMetAt(String place) {
      return name.equals(place) && (mover == null || mover == Thread.currentThread());
    }
  }

  /**
   * Lets {@code effect} happen once, in the thread of the move of this process that is the next to
   * reach the place of that name. Only one place is armed so at a time.
   */
  static void arm(String name, Runnable effect) {
    if (ARMED.stream().anyMatch(armed -> armed.mover() == null)) {
      throw new IllegalStateException("a failpoint is armed already");
    }
    ARMED.add(new Armed(name, null, effect));
  }

  /** Lets {@code effect} happen once, when {@code mover} reaches the place of that name. */
  static void arm(String name, Thread mover, Runnable effect) {
    ARMED.add(new Armed(name, mover, effect));
  }

  /**
   * Disarms the place that is armed for whoever reaches it; returns false when it was reached, or
   * none was armed.
   */
  static boolean disarm() {
    return ARMED.removeIf(armed -> armed.mover() == null);
  }

  /** Disarms what is armed for {@code mover}. */
  static void disarm(Thread mover) {
    ARMED.removeIf(armed -> mover.equals(armed.mover()));
  }

  void reach(MoveStep step) {
    String name = name(step);
    if (name.equals(System.getProperty("croft.failpoint"))) {
      Runtime.getRuntime().halt(KILLED);
    }
    ARMED.stream()
        .filter(armed -> armed.isMetAt(name))
        .findFirst()
        .filter(ARMED::remove)
        .ifPresent(armed -> armed.effect().run());
  }

  /** Returns the name by which a test arms this place. */
  String name(MoveStep step) {
    return step.word() + "." + name().toLowerCase(Locale.ROOT);
  }
}
