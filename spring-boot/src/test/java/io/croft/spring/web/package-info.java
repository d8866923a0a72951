@NullMarked
package io.croft.spring.web;

import org.jspecify.annotations.NullMarked;
