package io.croft.jobs;

import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job. The thread that runs it lists tenants, hands them to its workers, and takes in
 * what came of them: all that is counted and kept is of this thread alone.
 */
final class JobRun {

  private final Catalog catalog;
  private final JobSettings settings;
  private final TenantWork work;
  private final JobLedger.@Nullable Page page;

  private final Agenda agenda = new Agenda();
  private final BlockingQueue<Turn> ended = new LinkedBlockingQueue<>();
  private final ExecutorService workers;
  private final long begin = System.nanoTime();

  private final Set<TenantId> known = new HashSet<>();
  private final Map<String, Tenant> skipped = new TreeMap<>();
  private final List<JobFailure> failed = new ArrayList<>();
  private int before;
  private int done;
  private int running;
  private boolean notable = true;
  private @Nullable JobEnd stop;

  JobRun(Catalog catalog, JobSettings settings, TenantWork work, JobLedger.@Nullable Page page) {
    this.catalog = catalog;
    this.settings = settings;
    this.work = work;
    this.page = page;
    this.workers = Executors.newFixedThreadPool(settings.threads(), new DaemonThreads("croft-job"));
  }

  JobReport run() {
    boolean interrupted = false;
    try {
      Set<TenantId> earlier = page == null ? Set.of() : page.done();
      known.addAll(earlier);
      list(earlier);
      while (true) {
        begin();
        if (running == 0) {
          break;
        }
        try {
          takeIn(ended.take());
        } catch (InterruptedException e) {
          interrupted = true;
          stop = JobEnd.INTERRUPTED;
          interrupt();
        }
      }
    } catch (RuntimeException | Error e) {
      abandon(e);
      throw e;
    } finally {
      workers.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    failed.sort(Comparator.comparing(failure -> failure.tenant().slug().value()));
    return new JobReport(
        stop == null ? JobEnd.NO_MORE_TENANTS : stop,
        done,
        before,
        failed,
        List.copyOf(skipped.values()),
        agenda.left());
  }

  /** Begins as much as may go on at once. */
  private void begin() {
    while (stop == null && running < settings.threads()) {
      if (agenda.left() == 0) {
        if (running > 0 || !findMore()) {
          return;
        }
      }
      if (isLate()) {
        stop = JobEnd.DEADLINE;
        return;
      }
      Agenda.Item item = agenda.next();
      workers.execute(new Begun(item));
      running++;
    }
  }

  /** Work that a worker has, or will have as soon as it has put down the last one. */
  private final class Begun implements Runnable {

    private final Agenda.Item item;

    Begun(Agenda.Item item) {
      this.item = item;
    }

    @Override
    public void run() {
      ended.add(Turn.take(item, catalog, settings.access(), work));
    }
  }

  private boolean isLate() {
    @Nullable Duration deadline = settings.deadline();
    return deadline != null && System.nanoTime() - begin >= deadline.toNanos();
  }

  /** Lists again; returns whether tenants have come up since the last time. */
  private boolean findMore() {
    try {
      list(Set.of());
    } catch (CroftException e) {
      if (e.code() != ErrorCode.CATALOG_UNREACHABLE) {
        throw e;
      }
      stop = JobEnd.CATALOG_UNREACHABLE;
      return false;
    }
    return agenda.left() > 0;
  }

  /** Puts on the agenda who is active and not known yet. */
  private void list(Set<TenantId> earlier) {
    TenantFilter filter = TenantFilter.all();
    List<TenantRow> rows = catalog.tenants(filter);
    while (!rows.isEmpty()) {
      for (TenantRow row : rows) {
        take(row, earlier);
      }
      filter = filter.withAfter(rows.get(rows.size() - 1).tenant().slug());
      rows = catalog.tenants(filter);
    }
  }

  private void take(TenantRow row, Set<TenantId> earlier) {
    Tenant tenant = row.tenant();
    if (!settings.wanted().test(tenant)) {
      return;
    }
    if (earlier.contains(tenant.id())) {
      before++;
    } else if (tenant.status() != TenantStatus.ACTIVE) {
      skip(tenant);
    } else if (known.add(tenant.id())) {
      skipped.remove(tenant.slug().value());
      agenda.add(new Agenda.Item(tenant, row.placement().server()));
    }
  }

  /** Not for good: who is active when the list is made again has its turn. */
  private void skip(Tenant tenant) {
    if (!known.contains(tenant.id())) {
      skipped.put(tenant.slug().value(), tenant);
    }
  }

  private void takeIn(Turn turn) {
    running--;
    agenda.ended(turn.item());
    Tenant tenant = turn.found();
    if (turn.isSkipped()) {
      known.remove(tenant.id());
      skip(tenant);
    } else if (turn.failure() != null) {
      failed.add(new JobFailure(tenant, turn.failure()));
    } else {
      done++;
      note(tenant.id());
    }
    if (stop == null && failed.size() >= settings.failures()) {
      stop = JobEnd.FAILURES;
    }
    settings
        .listener()
        .accept(new JobProgress(done, failed.size(), skipped.size(), agenda.left() + running));
  }

  /** Notes that a tenant is done; nothing more behind what could not be noted. */
  private void note(TenantId tenant) {
    if (page != null && notable) {
      notable = false;
      page.add(tenant);
      notable = true;
    }
  }

  /** Interrupts the workers; what none of them has begun is left. */
  private void interrupt() {
    for (Runnable never : workers.shutdownNow()) {
      running--;
      agenda.takeBack(((Begun) never).item);
    }
  }

  /**
   * Interrupts what is still being done, when the run itself has failed, and waits for its end.
   * What is done all the same is noted: the next run would do it again.
   */
  private void abandon(Throwable why) {
    interrupt();
    boolean interrupted = false;
    while (running > 0) {
      try {
        Turn turn = ended.take();
        running--;
        if (turn.isDone()) {
          note(turn.found().id());
        }
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException e) {
        why.addSuppressed(e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
