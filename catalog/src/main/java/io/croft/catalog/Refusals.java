package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The errors that several stores raise. */
final class Refusals {

  private Refusals() {}

  /** There is no such tenant. */
  static CroftException unknownTenant(TenantId id) {
    return new CroftException(
        ErrorCode.TENANT_UNKNOWN, "there is no tenant " + id, "check the id or the slug");
  }

  /** There is no such server. */
  static CroftException unknownServer(String server) {
    return new CroftException(
        ErrorCode.SERVER_UNKNOWN,
        "there is no server \"" + server + "\"",
        "add it to the catalog, or check its name");
  }

  /** There is no such plan. */
  static CroftException unknownPlan(String name) {
    return new CroftException(
        ErrorCode.PLAN_UNKNOWN, "there is no plan \"" + name + "\"", "list the plans");
  }

  /** There is no such operation. */
  static CroftException unknownOperation(UUID id) {
    return new CroftException(
        ErrorCode.OPERATION_UNKNOWN, "there is no operation " + id, "list the operations");
  }

  /** None of the servers has room. */
  static CroftException full(List<Server> servers) {
    String found =
        servers.stream()
            .map(s -> s.name() + " holds " + s.tenants() + " of " + s.maxTenants() + " tenants")
            .collect(Collectors.joining(", "));
    return new CroftException(
        ErrorCode.SERVER_FULL, "no room: " + found, "add a server or raise the capacity of one");
  }

  /** Returns why an operation in the state in which it is cannot be changed. */
  static CroftException notNow(Operation operation) {
    return operation.state().ended()
        ? new CroftException(
            ErrorCode.OPERATION_ENDED,
            "operation " + operation.id() + " has ended: " + operation.state().word(),
            "start a new operation")
        : new CroftException(
            ErrorCode.OPERATION_IN_PROGRESS,
            "operation " + operation.id() + " has not ended: " + operation.state().word(),
            "wait for it, or cancel it");
  }

  /** Names the other operation, unless it came or went at this very moment. */
  static CroftException inProgress(TenantId tenant, Optional<Operation> other) {
    return new CroftException(
        ErrorCode.OPERATION_IN_PROGRESS,
        "tenant "
            + tenant
            + " has another operation that has not ended"
            + other.map(o -> ": " + o.kind().word() + " " + o.id()).orElse(""),
        "wait for it, or cancel it");
  }
}
