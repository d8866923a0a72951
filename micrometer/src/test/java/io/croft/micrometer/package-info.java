/** The meters over snapshots of any kind, and over a real data source. */
@org.jspecify.annotations.NullMarked
package io.croft.micrometer;
