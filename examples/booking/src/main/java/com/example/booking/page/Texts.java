package com.example.booking.page;

import com.example.booking.booking.BookingStatus;
import com.example.booking.business.Money;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** How values are spelled on the pages, which are in English. */
public final class Texts {

  private static final Locale LANGUAGE = Locale.UK;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", LANGUAGE);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", LANGUAGE);

  private Texts() {}

  public static String day(LocalDate day) {
    return DAY.format(day);
  }

  public static String day(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, LANGUAGE);
  }

  public static String time(LocalTime time) {
    return TIME.format(time);
  }

  public static String time(OffsetDateTime time) {
    return TIME.format(time);
  }

  public static String money(Money money) {
    NumberFormat format = NumberFormat.getCurrencyInstance(LANGUAGE);
    format.setCurrency(money.currency());
    format.setMinimumFractionDigits(money.amount().scale());
    format.setMaximumFractionDigits(money.amount().scale());
    return format.format(money.amount());
  }

  public static String length(Duration length) {
    int minutes = length.toMinutesPart();
    String hours = length.toHours() > 0 ? length.toHours() + " h" : "";
    return minutes == 0 && !hours.isEmpty() ? hours : (hours + " " + minutes + " min").strip();
  }

  public static String status(BookingStatus status) {
    return switch (status) {
      case CONFIRMED -> "Confirmed";
      case COMPLETED -> "Completed";
      case MISSED -> "Did not come";
      case CANCELLED -> "Cancelled";
    };
  }

  /** Returns up to two letters that stand for a name. */
  public static String initials(String name) {
    String[] words = name.strip().split("\\s+");
    String letters = words[0].substring(0, Math.min(1, words[0].length()));
    return words.length < 2 ? letters : letters + words[words.length - 1].charAt(0);
  }
}
