package com.example.booking.customer;

import com.example.booking.Pages;
import com.example.booking.Refusal;
import jakarta.validation.Valid;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.data.web.PagedModel;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The customers over HTTP. */
@RestController
@RequestMapping("/api/customers")
class CustomerController {

  private final Customers customers;

  CustomerController(Customers customers) {
    this.customers = customers;
  }

  @GetMapping
  PagedModel<Customer> find(
      @RequestParam(defaultValue = "") String name, @PageableDefault(sort = "name") Pageable page) {
    return new PagedModel<>(customers.findByNameContainingIgnoreCase(name, Pages.within(page)));
  }

  @GetMapping("/{id}")
  Customer get(@PathVariable long id) {
    return customers.findById(id).orElseThrow(() -> Refusal.notFound("customer", id));
  }

  /** Refuses an address that is known: what is meant is another customer. */
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Customer add(@Valid @RequestBody NewCustomer wanted) {
    return customers.save(new Customer(wanted));
  }
}
