/** Services, staff, customers and bookings of a business. */
@NullMarked
package com.example.booking;

import org.jspecify.annotations.NullMarked;
