/** What there is to know of the business: its hours, its staff and what it offers. */
@NullMarked
package com.example.booking.business;

import org.jspecify.annotations.NullMarked;
