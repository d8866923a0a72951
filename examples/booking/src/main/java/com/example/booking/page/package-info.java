/** The pages that people see. */
@NullMarked
package com.example.booking.page;

import org.jspecify.annotations.NullMarked;
