package com.example.booking.customer;

import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

/** Those who have booked. */
public interface Customers extends JpaRepository<Customer, Long> {

  Optional<Customer> findByEmail(String email);

  Page<Customer> findByNameContainingIgnoreCase(String part, Pageable page);

  /** Returns the customer with that address, who is new or known. */
  default Customer register(NewCustomer wanted) {
    return findByEmail(Customer.sameCase(wanted.email()))
        .orElseGet(() -> save(new Customer(wanted)));
  }
}
