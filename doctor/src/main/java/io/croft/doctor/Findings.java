package io.croft.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an audit has found so far; for one thread. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();
  private final Map<String, String> notApplicable = new TreeMap<>();
  private final List<Place> places = new ArrayList<>();

  void add(Finding finding) {
    all.add(finding);
  }

  void addAll(List<Finding> more) {
    all.addAll(more);
  }

  void couldNotRun(Rule rule, Place place, String reason) {
    all.add(Finding.of(Rules.COULD_NOT_RUN, place, "rule " + rule.id(), reason));
  }

  void notApplicable(Rule rule, String reason) {
    notApplicable.putIfAbsent(rule.id(), reason);
  }

  /** Takes back that a rule was not applicable: somewhere it was. */
  void applied(Rule rule) {
    notApplicable.remove(rule.id());
  }

  void visited(Place place) {
    places.add(place);
  }

  List<Finding> all() {
    return all;
  }

  Map<String, String> notApplicable() {
    return notApplicable;
  }

  List<Place> places() {
    return places;
  }
}
