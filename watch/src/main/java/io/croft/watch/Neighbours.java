package io.croft.watch;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose border is tried in one round: for each home, another home of the same server. */
final class Neighbours {

  private final List<Placement> homes;

  private Neighbours(List<Placement> homes) {
    this.homes = homes;
  }

  /** The homes whose turn it is, and two others of each kind, so that no home is alone. */
  static Neighbours of(ControlCatalog catalog, String server, List<Placement> turn) {
    Set<Placement> homes = new LinkedHashSet<>(turn);
    for (Isolation isolation : List.of(Isolation.SCHEMA, Isolation.DATABASE)) {
      catalog
          .tenants(new TenantFilter(TenantStatus.ACTIVE, null, server, isolation, null, 2))
          .stream()
          .map(TenantRow::placement)
          .forEach(homes::add);
    }
    return new Neighbours(new ArrayList<>(homes));
  }

  /** Returns the schemas in the database of {@code home} that its login must not read. */
  List<String> schemas(Placement home) {
    List<String> found = new ArrayList<>();
    if (home.isolation() == Isolation.SCHEMA) {
      found.add(Placement.APP_SCHEMA);
    }
    if (home.isolation() != Isolation.DATABASE) {
      next(home, Isolation.SCHEMA).map(Placement::schema).ifPresent(found::add);
    }
    return found;
  }

  /** Returns the databases of the server that the login of {@code home} must not connect to. */
  List<String> databases(Placement home) {
    List<String> found = new ArrayList<>();
    if (home.isolation() == Isolation.DATABASE) {
      found.add(Placement.SHARED_DATABASE);
    }
    next(home, Isolation.DATABASE).map(Placement::database).ifPresent(found::add);
    return found;
  }

  /** The next one in the circle: over the rounds, each home has many neighbours. */
  private Optional<Placement> next(Placement home, Isolation isolation) {
    int start = homes.indexOf(home) + 1;
    for (int i = 0; i < homes.size(); i++) {
      Placement other = homes.get((start + i) % homes.size());
      if (other.isolation() == isolation && !other.tenant().equals(home.tenant())) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }
}
