package io.croft.home;

/**
 * One object of a schema and the statement that creates it.
 *
 * @param address where the catalogs keep it
 * @param ddl the statement, without its semicolon
 */
record SchemaObject(Address address, String ddl) {

  /**
   * How {@code pg_depend} names an object.
   *
   * @param catalog oid of the system catalog
   * @param oid oid of the object's row in it
   */
  record Address(long catalog, long oid) {}
}
