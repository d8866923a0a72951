package com.example.booking.business;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** What the business offers. */
public interface Offerings extends JpaRepository<Offering, Long> {

  List<Offering> findAllByOrderByName();
}
