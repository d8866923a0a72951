/** What a Spring Boot application is given when it uses Croft; it names none of these classes. */
@NullMarked
package io.croft.spring;

import org.jspecify.annotations.NullMarked;
