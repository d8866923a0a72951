package io.croft.jdbc;

import io.croft.core.TenantId;
import org.jspecify.annotations.Nullable;

/** A connection that nobody uses, and its places among its like. */
final class IdleConnection {

  private final PhysicalConnection connection;
  private final TenantId tenant;
  private final LoginLane lane;
  private Chain.@Nullable Link<IdleConnection> ofServer;
  private Chain.@Nullable Link<IdleConnection> inLane;
  private Chain.@Nullable Link<IdleConnection> ofTenant;

  /**
   * @param tenant who used it last
   */
  IdleConnection(PhysicalConnection connection, TenantId tenant, LoginLane lane) {
    this.connection = connection;
    this.tenant = tenant;
    this.lane = lane;
  }

  PhysicalConnection connection() {
    return connection;
  }

  TenantId tenant() {
    return tenant;
  }

  LoginLane lane() {
    return lane;
  }

  void link(Chain.Link<IdleConnection> server) {
    ofServer = server;
  }

  void link(Chain.Link<IdleConnection> itsLane, Chain.Link<IdleConnection> itsTenant) {
    inLane = itsLane;
    ofTenant = itsTenant;
  }

  Chain.Link<IdleConnection> ofServer() {
    return linked(ofServer);
  }

  Chain.Link<IdleConnection> inLane() {
    return linked(inLane);
  }

  Chain.Link<IdleConnection> ofTenant() {
    return linked(ofTenant);
  }

  private static Chain.Link<IdleConnection> linked(Chain.@Nullable Link<IdleConnection> link) {
    if (link == null) {
      throw new IllegalStateException("the connection is not idle");
    }
    return link;
  }
}
