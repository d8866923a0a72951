/** What the tests of a Spring Boot application are given beyond {@code io.croft.test}. */
@NullMarked
package io.croft.spring.test;

import org.jspecify.annotations.NullMarked;
