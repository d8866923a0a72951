package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import io.croft.home.Provisioning;
import io.croft.home.ServerGates;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.watch.Watch;
import io.croft.watch.WatchSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The control plane's modules on one catalog. Safe for use by many threads. */
final class ControlPlane implements AutoCloseable {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final ControlCatalog catalog;
  private final MasterSecret secret;
  private final Homes homes;
  private final Mover mover;
  private final ApplicationSecret application;

  private final ServerGates gates;

  private ControlPlane(ControlCatalog catalog, MasterSecret secret) {
    this.catalog = catalog;
    this.secret = secret;
    this.gates = new ServerGates(catalog::admin, secret);
    this.application = secret.application();
    this.homes = new Homes(catalog::admin, application);
    this.mover = new Mover(catalog, secret, homes, MoveSettings.DEFAULT);
  }

  /** Opens the catalog and what works on it; the caller closes it. */
  static ControlPlane open(CatalogAddress address, MasterSecret secret) {
    return new ControlPlane(ControlCatalog.open(address, secret), secret);
  }

  ControlCatalog catalog() {
    return catalog;
  }

  /** Returns the master secret. */
  MasterSecret secret() {
    return secret;
  }

  Homes homes() {
    return homes;
  }

  /** Returns what the application's processes are given. */
  ApplicationSecret application() {
    return application;
  }

  Mover mover() {
    return mover;
  }

  ServerGates serverGates() {
    return gates;
  }

  /** Returns a watch over the servers of the catalog. */
  Watch watch(WatchSettings settings) {
    return new Watch(catalog, secret, homes, settings);
  }

  /** Returns the gates of these servers, as the command line shows them. */
  List<GateView> gates(List<String> servers) {
    return servers.stream()
        .flatMap(server -> gates.status(server).stream())
        .map(GateView::of)
        .toList();
  }

  Provisioning provisioning() {
    return new Provisioning(catalog, homes);
  }

  /** Returns the tenant of that slug or identity; {@code tenant-unknown} when there is none. */
  Tenant tenant(String slugOrId) {
    Optional<Tenant> found =
        UUID.matcher(slugOrId).matches()
            ? catalog.tenant(TenantId.of(slugOrId))
            : catalog.tenant(Slug.of(slugOrId));
    return found.orElseThrow(
        () ->
            new CroftException(
                ErrorCode.TENANT_UNKNOWN,
                "there is no tenant \"" + slugOrId + "\"",
                "see croft tenant list"));
  }

  /** Returns who asks for changes, as the audit shows it. */
  static String actor() {
    return "cli:" + System.getProperty("user.name");
  }

  /** Returns how this process is named as a worker. */
  static String worker() {
    return actor() + ":" + ProcessHandle.current().pid();
  }

  @Override
  public void close() {
    try (catalog) {
      homes.close();
    }
  }
}
