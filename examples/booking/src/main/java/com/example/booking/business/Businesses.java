package com.example.booking.business;

import com.example.booking.Refusal;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Where the business is kept. */
public interface Businesses extends Repository<Business, Integer> {

  Optional<Business> findById(int id);

  Business save(Business business);

  /** Returns the business, empty until it has been set up. */
  default Optional<Business> find() {
    return findById(Business.ONLY);
  }

  /** Returns the business, or refuses. */
  default Business require() {
    return find().orElseThrow(() -> Refusal.conflict("The business has not been set up yet."));
  }
}
