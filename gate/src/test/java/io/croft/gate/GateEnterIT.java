package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.*;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GateEnterIT {

  static GateDatabase database;

  @BeforeAll
  static void create() throws SQLException {
    database = GateDatabase.create();
  }

  @Test
  void showsTheRowsOfTheEnteredTenantOnly() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
          .containsExactly(database.ann().tenant().toString());
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
    }
  }

  @Test
  void homes() throws SQLException {
    database.newHome(Isolation.SCHEMA);
    database.newHome(Isolation.DATABASE);
  }
}
