/** Who comes when, to whom and for what. */
@NullMarked
package com.example.booking.booking;

import org.jspecify.annotations.NullMarked;
