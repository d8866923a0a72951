/** The application over HTTP, on a real PostgreSQL. */
@NullMarked
package com.example.booking;

import org.jspecify.annotations.NullMarked;
