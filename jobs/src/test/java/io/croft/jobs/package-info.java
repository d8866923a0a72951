@NullMarked
package io.croft.jobs;

import org.jspecify.annotations.NullMarked;
