package io.croft.demo;

import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.Locale;

/**
 * One business of the fleet: a tenant of the booking platform.
 *
 * @param tenant its identity, the same for the same seed
 * @param slug its short name, unique in the fleet
 * @param name its full name
 * @param line what it does
 * @param plan the name of its plan in the catalog: its line's, or a larger one it has bought
 * @param server where it begins
 * @param locale whose names its people bear
 * @param bookings how many bookings it begins with
 * @param seed from which its rows are drawn
 */
record Business(
    TenantId tenant,
    Slug slug,
    String name,
    Line line,
    String plan,
    String server,
    Locale locale,
    int bookings,
    long seed) {

  Isolation isolation() {
    return line.isolation();
  }
}
