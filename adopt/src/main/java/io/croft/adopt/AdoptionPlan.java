package io.croft.adopt;

import java.util.List;

/**
 * What makes a schema ready for tenants. Data: what is printed and what is written are the same.
 *
 * @param schema the schema that was read
 * @param tables the tables whose rows belong to tenants, partitions left out
 * @param shared the tables that belong to no tenant
 * @param steps the changes; empty when the schema is ready
 * @param refusals what stands against them
 * @param suggestions tables that may be shared
 * @param remarks what else there is to know
 * @param historyVersion the highest version that Flyway has noted in the database, 0 for none
 */
public record AdoptionPlan(
    String schema,
    List<String> tables,
    List<String> shared,
    List<Step> steps,
    List<Refusal> refusals,
    List<Suggestion> suggestions,
    List<Remark> remarks,
    long historyVersion) {

  /** Copies the lists. */
  public AdoptionPlan {
    tables = List.copyOf(tables);
    shared = List.copyOf(shared);
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
    suggestions = List.copyOf(suggestions);
    remarks = List.copyOf(remarks);
  }

  /** Returns true when nothing is left to do. */
  public boolean ready() {
    return steps.isEmpty() && refusals.isEmpty();
  }
}
