/** Frameworks that applications use, each over the same data source in homes of every kind. */
@org.jspecify.annotations.NullMarked
package io.croft.frameworks;
