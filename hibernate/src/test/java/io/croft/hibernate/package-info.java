@org.jspecify.annotations.NullMarked
package io.croft.hibernate;
