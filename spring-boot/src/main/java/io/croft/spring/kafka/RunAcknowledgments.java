package io.croft.spring.kafka;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Acknowledgments of the runs of one batch, by a listener that acknowledges by itself. The batch is
 * acknowledged when all of its runs are: an earlier word would speak for records that the listener
 * has not yet been given. Runs may be acknowledged in any order and, where the batch may be, by any
 * thread.
 */
final class RunAcknowledgments<K, V> {

  private final Acknowledgment batch;
  private final List<TenantRun<K, V>> runs;
  private final BitSet done = new BitSet();
  private boolean givenBack;

  RunAcknowledgments(Acknowledgment batch, List<TenantRun<K, V>> runs) {
    this.batch = batch;
    this.runs = runs;
  }

  /** Returns what the listener is given with a run. */
  Acknowledgment of(int run) {
    return new OfRun(run);
  }

  /** Returns true when the listener has given records back: the container will bring them again. */
  synchronized boolean isGivenBack() {
    return givenBack;
  }

  /** Returns the first run that is not acknowledged, {@code run} when all before it are. */
  synchronized int firstOpen(int run) {
    return Math.min(run, done.nextClearBit(0));
  }

  private synchronized void acknowledge(int run) {
    if (!done.get(run)) {
      done.set(run);
      if (done.cardinality() == runs.size()) {
        batch.acknowledge();
      }
    }
  }

  private synchronized void acknowledge(int run, int index) {
    if (firstOpen(run) < run) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "a part of these records cannot be acknowledged before those of the calls before",
          "acknowledge the records of each call before the next");
    }
    batch.acknowledge(runs.get(run).start() + index);
    if (index == runs.get(run).records().size() - 1) {
      done.set(run);
    }
  }

  private synchronized void giveBack(int run, int index, Duration sleep) {
    int open = firstOpen(run);
    batch.nack(runs.get(open).start() + (open < run ? 0 : index), sleep);
    givenBack = true;
  }

  /** Counts records as the listener does, from the first that it was given. */
  private final class OfRun implements Acknowledgment {

    private final int run;

    OfRun(int run) {
      this.run = run;
    }

    @Override
    public void acknowledge() {
      RunAcknowledgments.this.acknowledge(run);
    }

    @Override
    public void acknowledge(int index) {
      RunAcknowledgments.this.acknowledge(run, index);
    }

    @Override
    public void nack(int index, Duration sleep) {
      giveBack(run, index, sleep);
    }

    @Override
    public boolean isOutOfOrderCommit() {
      return batch.isOutOfOrderCommit();
    }
  }
}
