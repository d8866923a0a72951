package com.example.booking.customer;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Somebody who may be known already, by the address. */
public record NewCustomer(
    @NotBlank @Size(max = 100) String name, @NotBlank @Email @Size(max = 200) String email) {}
