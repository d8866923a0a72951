package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The catalog's tables, kept up to date by the migrations beside this class. */
final class Schema {

  private static final String NAME = "catalog";

  private Schema() {}

  /** Makes or upgrades the tables; does nothing, and needs no right to, when they are current. */
  static void migrate(CatalogAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.jdbcUrl());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setApplicationName("croft catalog migration");
    source.setConnectTimeout(5);
    try {
      Flyway flyway =
          Flyway.configure(Schema.class.getClassLoader())
              .dataSource(source)
              .defaultSchema(NAME)
              .schemas(NAME)
              .createSchemas(true)
              .locations("classpath:io/croft/catalog/migrations")
              .placeholderReplacement(false)
              .validateMigrationNaming(true)
              .cleanDisabled(true)
              .load();
      if (flyway.info().pending().length > 0) {
        flyway.migrate();
      }
    } catch (FlywayException e) {
      throw translate(address, e);
    }
  }

  private static CroftException translate(CatalogAddress address, FlywayException e) {
    for (@Nullable Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        CroftException meaning = CatalogErrors.of(address, sql);
        if (meaning.code() != ErrorCode.DATABASE_ERROR) {
          return meaning;
        }
      }
    }
    return new CroftException(
        ErrorCode.MIGRATION_FAILED,
        "the catalog at " + address.place() + " cannot be brought up to date: " + e.getMessage(),
        "open it as the owner of its database, with the right to create roles",
        e);
  }
}
