/** Who comes. */
@NullMarked
package com.example.booking.customer;

import org.jspecify.annotations.NullMarked;
