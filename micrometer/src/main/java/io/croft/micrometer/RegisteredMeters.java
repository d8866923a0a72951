package io.croft.micrometer;

import io.croft.core.TenantId;
import io.croft.jdbc.CatalogSnapshot;
import io.croft.jdbc.ServerSnapshot;
import io.croft.jdbc.Snapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one data source in one registry. They read what the last snapshot has told; the
 * registry itself holds their state only weakly. Not thread-safe.
 */
final class RegisteredMeters {

  /** The value of the tag {@code tenant} for all that are not told of by themselves. */
  static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Tags tags;
  private final TenantCounts counts = new TenantCounts();
  private final AtomicReference<CatalogSnapshot> catalog;
  private final List<Meter> lasting = new ArrayList<>();
  private final Map<String, AtomicReference<ServerSnapshot>> servers = new HashMap<>();
  private final Map<TenantId, List<Meter>> ofTenants = new HashMap<>();

  RegisteredMeters(MeterRegistry registry, Tags tags, Snapshot first) {
    this.registry = registry;
    this.tags = tags;
    this.catalog = new AtomicReference<>(first.catalog());
    for (CatalogMeter meter : CatalogMeter.ALL) {
      lasting.add(register(meter));
    }
    lasting.addAll(register(OTHER, counts.other()));
    update(first);
  }

  /** Lets the meters tell a later snapshot; those of tenants come and go. */
  void update(Snapshot snapshot) {
    catalog.set(snapshot.catalog());
    snapshot.servers().forEach(this::update);
    counts.update(snapshot);
    List<TenantId> left = new ArrayList<>(ofTenants.keySet());
    left.removeAll(counts.tenants().keySet());
    for (TenantId tenant : left) {
      @Nullable List<Meter> meters = ofTenants.remove(tenant);
      if (meters != null) {
        meters.forEach(registry::remove);
      }
    }
    counts
        .tenants()
        .forEach(
            (tenant, series) ->
                ofTenants.computeIfAbsent(tenant, id -> register(id.toString(), series)));
  }

  /** Removes all meters. */
  void remove() {
    lasting.forEach(registry::remove);
    ofTenants.values().forEach(meters -> meters.forEach(registry::remove));
  }

  private void update(ServerSnapshot server) {
    @Nullable AtomicReference<ServerSnapshot> known = servers.get(server.server());
    if (known != null) {
      known.set(server);
      return;
    }
    AtomicReference<ServerSnapshot> state = new AtomicReference<>(server);
    servers.put(server.server(), state);
    for (ServerMeter meter : ServerMeter.ALL) {
      lasting.add(register(meter, server.server(), state));
    }
  }

  private Meter register(CatalogMeter meter) {
    ToDoubleFunction<AtomicReference<CatalogSnapshot>> value =
        state -> meter.value().applyAsDouble(state.get());
    return meter.counter()
        ? counter(meter.name(), meter.unit(), meter.description(), tags, catalog, value)
        : gauge(meter.name(), meter.unit(), meter.description(), tags, catalog, value);
  }

  private Meter register(ServerMeter meter, String server, AtomicReference<ServerSnapshot> state) {
    ToDoubleFunction<AtomicReference<ServerSnapshot>> value =
        one -> meter.value().applyAsDouble(one.get());
    Tags all = tags.and("server", server).and(meter.tag().stream().toList());
    return meter.counter()
        ? counter(meter.name(), meter.unit(), meter.description(), all, state, value)
        : gauge(meter.name(), meter.unit(), meter.description(), all, state, value);
  }

  private List<Meter> register(String tenant, Series series) {
    List<Meter> meters = new ArrayList<>();
    for (int i = 0; i < TenantMeter.ALL.size(); i++) {
      TenantMeter meter = TenantMeter.ALL.get(i);
      int index = i;
      Tags all = tags.and("tenant", tenant).and(meter.tag().stream().toList());
      meters.add(
          counter(
              meter.name(),
              meter.unit(),
              meter.description(),
              all,
              series,
              one -> one.value(index)));
    }
    return meters;
  }

  private <T> Meter counter(
      String name, String unit, String description, Tags all, T state, ToDoubleFunction<T> value) {
    return FunctionCounter.builder(name, state, value)
        .baseUnit(unit)
        .description(description)
        .tags(all)
        .register(registry);
  }

  private <T> Meter gauge(
      String name, String unit, String description, Tags all, T state, ToDoubleFunction<T> value) {
    return Gauge.builder(name, state, value)
        .baseUnit(unit)
        .description(description)
        .tags(all)
        .register(registry);
  }
}
