@NullMarked
package io.croft.home;

import org.jspecify.annotations.NullMarked;
