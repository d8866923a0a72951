package com.example.booking.page;

import com.example.booking.Pages;
import com.example.booking.business.FrontOffice;
import com.example.booking.customer.Customers;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page of the customers, some at a time. */
@Controller
class CustomersController {

  private static final int SIZE = 12;

  private final FrontOffice office;
  private final Customers customers;

  CustomersController(FrontOffice office, Customers customers) {
    this.office = office;
    this.customers = customers;
  }

  @GetMapping("/customers")
  ModelAndView customers(
      @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "1") int page) {
    Pageable wanted =
        Pages.within(PageRequest.of(Math.max(page, 1) - 1, SIZE, Sort.by("name", "id")));
    return new ModelAndView("customers")
        .addObject("business", office.business().orElse(null))
        .addObject("name", name)
        .addObject("customers", customers.findByNameContainingIgnoreCase(name, wanted));
  }
}
