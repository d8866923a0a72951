package com.example.booking.business;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Knows and changes what the business says of itself, whom it employs and what it offers. */
@Service
@Transactional
public class FrontOffice {

  private final Businesses businesses;
  private final Offerings offerings;
  private final Staff staff;

  FrontOffice(Businesses businesses, Offerings offerings, Staff staff) {
    this.businesses = businesses;
    this.offerings = offerings;
    this.staff = staff;
  }

  @Transactional(readOnly = true)
  public Optional<Business> business() {
    return businesses.find();
  }

  /** Sets the business up, or changes it. */
  public Business put(BusinessProfile profile) {
    Optional<Business> known = businesses.find();
    known.ifPresent(business -> business.become(profile));
    return known.orElseGet(() -> businesses.save(new Business(profile)));
  }

  @Transactional(readOnly = true)
  public List<Offering> offerings() {
    return offerings.findAllByOrderByName();
  }

  /** Offers something from now on, at a price in the currency of the business. */
  public Offering offer(NewOffering wanted) {
    Money price = new Money(wanted.price(), businesses.require().currency());
    return offerings.save(new Offering(wanted.name(), wanted.minutes(), price));
  }

  @Transactional(readOnly = true)
  public List<StaffMember> staff() {
    return staff.findAllByOrderByName();
  }

  public StaffMember employ(NewStaffMember wanted) {
    return staff.save(new StaffMember(wanted.name(), wanted.email()));
  }
}
