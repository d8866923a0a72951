package com.example.booking.business;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** Something to offer. */
public record NewOffering(
    @NotBlank @Size(max = 100) String name,
    @Min(5) @Max(480) int minutes,
    @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal price) {}
