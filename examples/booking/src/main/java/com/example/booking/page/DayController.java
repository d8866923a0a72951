package com.example.booking.page;

import com.example.booking.Refusal;
import com.example.booking.booking.BookingDesk;
import com.example.booking.booking.BookingStatus;
import com.example.booking.booking.BookingView;
import com.example.booking.business.Business;
import com.example.booking.business.FrontOffice;
import com.example.booking.business.StaffMember;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page of a day: its calendar, and the form to book. */
@Controller
class DayController {

  private final FrontOffice office;
  private final BookingDesk desk;
  private final Clock clock;

  DayController(FrontOffice office, BookingDesk desk, Clock clock) {
    this.office = office;
    this.desk = desk;
    this.clock = clock;
  }

  @GetMapping("/")
  String today() {
    return office
        .business()
        .map(business -> "redirect:/day/" + LocalDate.now(clock.withZone(business.timeZone())))
        .orElse("redirect:/setup");
  }

  @GetMapping("/day/{day}")
  ModelAndView day(
      @PathVariable LocalDate day,
      @RequestParam(required = false) @Nullable Long staff,
      @RequestParam(required = false) @Nullable LocalTime time,
      @RequestParam(required = false) @Nullable Long booked) {
    return page(day, BookingForm.at(day, staff, time), FormErrors.NONE, HttpStatus.OK)
        .addObject("booked", Optional.ofNullable(booked).map(desk::get).orElse(null));
  }

  /** Shows another day, chosen in a form. */
  @GetMapping(path = "/day", params = "day")
  String day(@RequestParam LocalDate day) {
    return "redirect:/day/" + day;
  }

  @PostMapping("/day/{day}/bookings")
  Object book(@PathVariable LocalDate day, @Valid BookingForm form, BindingResult errors) {
    if (errors.hasErrors()) {
      return page(day, form, FormErrors.of(errors), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    try {
      BookingView booked = desk.book(form.wanted());
      return "redirect:/day/%s?booked=%d".formatted(form.day(), booked.id());
    } catch (Refusal e) {
      HttpStatus status = HttpStatus.valueOf(e.getStatusCode().value());
      return page(day, form, FormErrors.of(e.reason()), status);
    }
  }

  @PostMapping("/bookings/{id}/status")
  String close(@PathVariable long id, @RequestParam BookingStatus status) {
    return "redirect:/day/" + desk.close(id, status).startsAt().toLocalDate();
  }

  private ModelAndView page(LocalDate day, BookingForm form, FormErrors errors, HttpStatus status) {
    Optional<Business> found = office.business();
    if (found.isEmpty()) {
      return new ModelAndView("redirect:/setup");
    }
    Business business = found.get();
    LocalDateTime now = LocalDateTime.now(clock.withZone(business.timeZone()));
    List<StaffMember> staff = office.staff();
    return new ModelAndView("day", status)
        .addObject("business", business)
        .addObject("today", now.toLocalDate())
        .addObject("calendar", DayCalendar.of(business, day, staff, desk.day(day), now))
        .addObject("offerings", office.offerings())
        .addObject("staff", staff)
        .addObject("form", form)
        .addObject("errors", errors);
  }
}
