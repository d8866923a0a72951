package com.example.booking.booking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

/** The bookings, each with what belongs to it. */
interface Bookings extends Repository<Booking, Long> {

  Booking saveAndFlush(Booking booking);

  @EntityGraph(attributePaths = {"offering", "staff", "customer"})
  Optional<Booking> findById(long id);

  @EntityGraph(attributePaths = {"offering", "staff", "customer"})
  Page<Booking> findAll(Pageable page);

  @EntityGraph(attributePaths = {"offering", "staff", "customer"})
  List<Booking> findByStartsAtGreaterThanEqualAndStartsAtLessThanOrderByStartsAt(
      Instant from, Instant before);
}
