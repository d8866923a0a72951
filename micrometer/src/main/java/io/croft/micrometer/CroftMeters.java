package io.croft.micrometer;

import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of a {@link CroftDataSource}: of its servers, of the catalog, and of its tenants. Of
 * the tenants only the costliest have series of their own, all others have one together, so that
 * their number never grows. A daemon thread brings the values up to date in fixed intervals.
 *
 * <p>Thread-safe. It may be bound to several registries. Closing it removes its meters.
 */
public final class CroftMeters implements MeterBinder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CroftMeters.class);

  private final Supplier<Snapshot> source;
  private final Tags tags;
  private final List<RegisteredMeters> bound = new ArrayList<>();
  private final ScheduledFuture<?> refreshing;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "croft-meters");
            thread.setDaemon(true);
            return thread;
          });

  CroftMeters(Supplier<Snapshot> source, Tags tags, Duration interval) {
    this.source = source;
    this.tags = tags;
    long nanos = interval.toNanos();
    this.refreshing =
        timer.scheduleWithFixedDelay(this::refreshAnyway, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns a builder of the meters of {@code data}. */
  public static Builder builder(CroftDataSource data) {
    return new Builder(data);
  }

  /** Registers the meters; what happened before counts for the tenant {@code other}. */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    bound.add(new RegisteredMeters(registry, tags, source.get()));
  }

  /**
   * Brings all values up to date now, for instance before a scrape; else they are as old as the
   * interval at most.
   */
  public synchronized void refresh() {
    if (!bound.isEmpty()) {
      Snapshot snapshot = source.get();
      bound.forEach(meters -> meters.update(snapshot));
    }
  }

  /** Removes the meters from their registries and ends the thread; the data source stays open. */
  @Override
  public synchronized void close() {
    refreshing.cancel(false);
    timer.shutdownNow();
    bound.forEach(RegisteredMeters::remove);
    bound.clear();
  }

  /** An exception would end the schedule. */
  private void refreshAnyway() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.warn("the meters could not be brought up to date; it is tried again", e);
    }
  }

  /** Collects what may differ from the defaults. */
  public static final class Builder {

    /** The default of {@link #tenants}. */
    public static final int TENANTS = 10;

    /** The default of {@link #interval}. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final CroftDataSource data;
    private int tenants = TENANTS;
    private Duration interval = INTERVAL;
    private Tags tags = Tags.empty();

    private Builder(CroftDataSource data) {
      this.data = data;
    }

    /** How many of the costliest tenants have series of their own, 0 or more; 10. */
    public Builder tenants(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("tenants must be 0 or more, found " + most);
      }
      tenants = most;
      return this;
    }

    /** How often the values are brought up to date, more than zero; every 10 seconds. */
    public Builder interval(Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException("interval must be more than zero, found " + value);
      }
      interval = value;
      return this;
    }

    /** A tag of all meters: needed where one registry has the meters of several data sources. */
    public Builder tag(String name, String value) {
      tags = tags.and(name, value);
      return this;
    }

    /** Returns the meters; they are in no registry yet. */
    public CroftMeters build() {
      int most = tenants;
      return new CroftMeters(() -> data.snapshot(most), tags, interval);
    }
  }
}
