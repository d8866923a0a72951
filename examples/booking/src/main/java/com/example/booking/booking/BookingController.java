package com.example.booking.booking;

import com.example.booking.Pages;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.PageableDefault;
import org.springframework.data.web.PagedModel;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The bookings over HTTP. */
@RestController
@RequestMapping("/api/bookings")
class BookingController {

  /** What becomes of a booking. */
  record NewStatus(@NotNull BookingStatus status) {}

  private final BookingDesk desk;

  BookingController(BookingDesk desk) {
    this.desk = desk;
  }

  @GetMapping
  PagedModel<BookingView> find(
      @PageableDefault(sort = "startsAt", direction = Sort.Direction.DESC) Pageable page) {
    return new PagedModel<>(desk.find(Pages.within(page)));
  }

  @GetMapping(params = "day")
  List<BookingView> day(@RequestParam LocalDate day) {
    return desk.day(day);
  }

  @GetMapping("/{id}")
  BookingView get(@PathVariable long id) {
    return desk.get(id);
  }

  @PostMapping
  ResponseEntity<BookingView> book(@Valid @RequestBody NewBooking wanted) {
    BookingView booked = desk.book(wanted);
    URI place =
        ServletUriComponentsBuilder.fromCurrentRequest()
            .path("/{id}")
            .buildAndExpand(booked.id())
            .toUri();
    return ResponseEntity.created(place).body(booked);
  }

  @PutMapping("/{id}/status")
  BookingView close(@PathVariable long id, @Valid @RequestBody NewStatus next) {
    return desk.close(id, next.status());
  }
}
