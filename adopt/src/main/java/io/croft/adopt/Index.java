package io.croft.adopt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * An index: of a primary key, unique or exclusion constraint, or its own.
 *
 * @param table the oid of its table
 * @param ofTable the table, as SQL spells it
 * @param name of the constraint or index, as SQL spells it
 * @param head its definition up to the parenthesis that opens the list of columns
 * @param rest its definition from there on
 * @param understood whether head and rest are the whole definition
 * @param led whether its first column is the tenant
 * @param hasTenant whether the tenant is one of its columns
 * @param top whether it is part of no index of a partitioned table
 * @param depth of its table
 * @param manyColumns whether its method takes more than one column
 * @param takesUuid whether its method takes a uuid, with the extensions that there are
 * @param valid whether it is complete
 * @param identifies whether no two rows are the same in its columns, none of which may be null
 * @param columns the columns of its key, without expressions
 * @param names the same as the catalog spells them
 * @param restored statements for what a new definition would lose
 */
record Index(
    long table,
    String ofTable,
    String name,
    Step.Kind kind,
    String head,
    String rest,
    boolean understood,
    String method,
    boolean led,
    boolean hasTenant,
    boolean top,
    int depth,
    boolean manyColumns,
    boolean takesUuid,
    boolean valid,
    boolean identifies,
    String columns,
    List<String> names,
    List<String> restored) {

  static Index of(ResultSet row) throws SQLException {
    return new Index(
        row.getLong("relation"),
        row.getString("of_table"),
        row.getString("name"),
        kind(row.getString("kind")),
        row.getString("head"),
        row.getString("rest"),
        row.getBoolean("understood"),
        row.getString("method"),
        row.getBoolean("led"),
        row.getBoolean("has_tenant"),
        row.getBoolean("top"),
        row.getInt("depth"),
        row.getBoolean("many_columns"),
        row.getBoolean("takes_uuid"),
        row.getBoolean("valid"),
        row.getBoolean("identifies"),
        row.getString("columns") == null ? "" : row.getString("columns"),
        Sql.strings(row, "names"),
        Sql.strings(row, "restored"));
  }

  private static Step.Kind kind(String letter) {
    return switch (letter) {
      case "p" -> Step.Kind.PRIMARY_KEY;
      case "u" -> Step.Kind.UNIQUE;
      case "x" -> Step.Kind.EXCLUSION;
      default -> Step.Kind.INDEX;
    };
  }
}
