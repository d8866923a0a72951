package io.croft.test;

import io.croft.core.TenantId;
import java.util.List;
import java.util.function.Predicate;

/** A tenant of a hunt: by which values it is recognised, and whether it ever was. */
final class Hunted {

  private final TenantId tenant;
  private final String name;
  private final List<KnownValue> values;
  private final List<KnownValue> telling;
  private final Predicate<KnownValue> common;
  private boolean seen;

  /**
   * @param common tells which of the values are parts of what the other may know, and say
   */
  Hunted(TenantId tenant, String name, List<KnownValue> values, Predicate<KnownValue> common) {
    this.tenant = tenant;
    this.name = name;
    this.values = values;
    this.telling =
        values.stream().filter(value -> !value.text().equals(tenant.toString())).toList();
    this.common = common;
  }

  TenantId tenant() {
    return tenant;
  }

  String name() {
    return name;
  }

  List<KnownValue> values() {
    return values;
  }

  /** Returns whether that value, where the other gets to see it, is certainly this tenant's. */
  boolean betrays(KnownValue value) {
    return !common.test(value);
  }

  /** Returns whether it has any such value. */
  boolean isRecognisable() {
    return telling.stream().anyMatch(this::betrays);
  }

  /** Notes an answer to it. Its identity alone proves no row: refusals name it, too. */
  void answered(Sighting answer) {
    seen |= answer.hasAny(telling);
  }

  /** Returns whether an answer to it had a value of its own. */
  boolean isSeen() {
    return seen;
  }
}
