package io.croft.move;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What tenants that travel at the same time share: a server that is stopped is stopped for all of
 * them, so whoever stops one waits until no other move is on its way. Thread-safe.
 */
final class Weather {

  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Queue<Ordeal.Blow> stops = new ConcurrentLinkedQueue<>();

  /** Does {@code work} while every server is up, or while {@code fault} alone may stop one. */
  <T> T under(Fault fault, Callable<T> work) throws Exception {
    return holding(fault.stopsServer() ? lock.writeLock() : lock.readLock(), work);
  }

  /** Does {@code work} while every server is up. */
  <T> T calm(Callable<T> work) throws Exception {
    return holding(lock.readLock(), work);
  }

  private static <T> T holding(Lock lock, Callable<T> work) throws Exception {
    lock.lock();
    try {
      return work.call();
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of a fault that has come. */
  void came(Ordeal.Blow blow) {
    if (blow.cell().fault().stopsServer()) {
      stops.add(blow);
    }
  }

  /**
   * Returns whether a client's error comes of a server that was stopped, its way led through it.
   */
  boolean excuses(LedgerClients.Shown shown) {
    return stops.stream().anyMatch(blow -> blow.breaks(shown));
  }
}
