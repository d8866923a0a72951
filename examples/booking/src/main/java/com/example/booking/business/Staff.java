package com.example.booking.business;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** Those who work for the business. */
public interface Staff extends JpaRepository<StaffMember, Long> {

  List<StaffMember> findAllByOrderByName();
}
