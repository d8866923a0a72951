package io.croft.micrometer;

import io.croft.jdbc.CatalogSnapshot;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A meter of the catalog.
 *
 * @param counter false for a gauge
 */
record CatalogMeter(
    String name,
    String unit,
    String description,
    boolean counter,
    ToDoubleFunction<CatalogSnapshot> value) {

  static final List<CatalogMeter> ALL =
      List.of(
          new CatalogMeter(
              "croft.catalog.reachable",
              "catalogs",
              "1, or 0 while the catalog does not answer",
              false,
              catalog -> catalog.reachable() ? 1 : 0),
          new CatalogMeter(
              "croft.catalog.outages",
              "outages",
              "how often the catalog became unreachable",
              true,
              CatalogSnapshot::outages),
          new CatalogMeter(
              "croft.catalog.unanswered",
              "questions",
              "that met an outage of the catalog",
              true,
              CatalogSnapshot::unanswered));
}
