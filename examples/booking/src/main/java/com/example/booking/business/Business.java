package com.example.booking.business;

import com.example.booking.Refusal;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyEnumerated;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The business itself, of which there is one. */
@Entity
public class Business {

  /** The key of the only row. */
  static final int ONLY = 1;

  @Id private int id = ONLY;

  private String name = "";
  private ZoneId timeZone = ZoneOffset.UTC;
  private Currency currency = Currency.getInstance("EUR");

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "opening_hours", joinColumns = @JoinColumn(name = "business_id"))
  @MapKeyColumn(name = "day")
  @MapKeyEnumerated(EnumType.STRING)
  private Map<DayOfWeek, OpeningHours> openingHours = new TreeMap<>();

  protected Business() {}

  Business(BusinessProfile profile) {
    become(profile);
  }

  final void become(BusinessProfile profile) {
    name = profile.name();
    timeZone = profile.timeZone();
    currency = profile.currency();
    openingHours.keySet().retainAll(profile.openingHours().keySet());
    openingHours.putAll(profile.openingHours());
  }

  public String name() {
    return name;
  }

  public ZoneId timeZone() {
    return timeZone;
  }

  public Currency currency() {
    return currency;
  }

  /** Returns when it is open on a day, empty when it is closed all day. */
  public Optional<OpeningHours> openingHours(LocalDate day) {
    return Optional.ofNullable(openingHours.get(day.getDayOfWeek()));
  }

  /** Returns all opening hours in the order of the week. */
  public Map<DayOfWeek, OpeningHours> openingHours() {
    return new TreeMap<>(openingHours);
  }

  /**
   * Returns when the clock of the business shows {@code time}; the first time where it does so
   * twice. Where it never does, because summer time begins, that is refused.
   */
  public Instant instant(LocalDateTime time) {
    List<ZoneOffset> offsets = timeZone.getRules().getValidOffsets(time);
    if (offsets.isEmpty()) {
      throw Refusal.unprocessable(
          "On %s the clock never shows %s.".formatted(time.toLocalDate(), time.toLocalTime()));
    }
    return time.toInstant(offsets.get(0));
  }
}
