package com.example.booking.business;

import com.example.booking.Refusal;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The business, its offerings and its staff over HTTP. */
@RestController
@RequestMapping("/api")
class BusinessController {

  private final FrontOffice office;

  BusinessController(FrontOffice office) {
    this.office = office;
  }

  @GetMapping("/business")
  BusinessProfile business() {
    return office
        .business()
        .map(BusinessProfile::of)
        .orElseThrow(() -> Refusal.notFound("business", "yet"));
  }

  @PutMapping("/business")
  BusinessProfile put(@Valid @RequestBody BusinessProfile profile) {
    return BusinessProfile.of(office.put(profile));
  }

  @GetMapping("/offerings")
  List<Offering> offerings() {
    return office.offerings();
  }

  @PostMapping("/offerings")
  @ResponseStatus(HttpStatus.CREATED)
  Offering offer(@Valid @RequestBody NewOffering wanted) {
    return office.offer(wanted);
  }

  @GetMapping("/staff")
  List<StaffMember> staff() {
    return office.staff();
  }

  @PostMapping("/staff")
  @ResponseStatus(HttpStatus.CREATED)
  StaffMember employ(@Valid @RequestBody NewStaffMember wanted) {
    return office.employ(wanted);
  }
}
