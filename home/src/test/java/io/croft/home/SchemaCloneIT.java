package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A schema that uses everything which a home can hold is the same in all three homes. */
final class SchemaCloneIT {

  @BeforeAll
  static void prepare() throws SQLException {
    TestServer.prepare(TestServer.RICH);
  }

  private static SchemaFingerprint fingerprint(String database, String schema) throws SQLException {
    try (Connection admin = TestServer.admin(TestServer.NAME, database)) {
      return SchemaFingerprint.of(admin, schema);
    }
  }

  @Test
  void makesTheSameSchemaInAllThreeHomes() throws SQLException {
    TenantId tenant = TenantId.random();
    Placement schema = Placement.of(tenant, Isolation.SCHEMA, TestServer.NAME, 1);
    Placement database = Placement.of(tenant, Isolation.DATABASE, TestServer.NAME, 2);
    try (Homes homes = new Homes(TestServer::admin, TestServer.SECRET.application())) {
      homes.create(schema);
      homes.create(database);
    }
    SchemaFingerprint pool = fingerprint(Placement.SHARED_DATABASE, Placement.APP_SCHEMA);
    assertThat(pool.lines()).hasSizeGreaterThan(200);
    assertThat(fingerprint(schema.database(), schema.schema()).differences(pool)).isEmpty();
    assertThat(fingerprint(database.database(), database.schema()).differences(pool)).isEmpty();
  }
}
