package com.example.booking.business;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Somebody to employ. */
public record NewStaffMember(
    @NotBlank @Size(max = 100) String name, @NotBlank @Email @Size(max = 200) String email) {}
