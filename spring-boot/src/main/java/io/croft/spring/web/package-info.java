/** Which tenant a request is for, and whether its caller may use that tenant. */
@NullMarked
package io.croft.spring.web;

import org.jspecify.annotations.NullMarked;
