package io.croft.catalog;

import io.croft.core.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Work to be put into the catalog.
 *
 * @param id chosen by the caller, so that creating again is recognised
 * @param kind what it does
 * @param tenant to whom
 * @param spec what is wanted; never changes
 * @param steps the names of the planned steps in their order
 */
public record NewOperation(
    UUID id, OperationKind kind, TenantId tenant, Map<String, String> spec, List<String> steps) {

  /** Copies the spec and the steps. */
  public NewOperation {
    spec = Map.copyOf(spec);
    steps = List.copyOf(steps);
  }

  /** Returns work with a new random identity. */
  public static NewOperation of(
      OperationKind kind, TenantId tenant, Map<String, String> spec, List<String> steps) {
    return new NewOperation(UUID.randomUUID(), kind, tenant, spec, steps);
  }
}
