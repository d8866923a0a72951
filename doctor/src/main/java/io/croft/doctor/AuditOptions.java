package io.croft.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an audit is told beside the connection.
 *
 * @param tenantColumn the column that names the tenant; under the gate always {@code tenant_id}
 * @param logins the logins of the application; empty for those that the gate knows, and without a
 *     gate for every login that is no superuser
 * @param schemas only these schemas; empty for all
 * @param pooler the configuration file of PgBouncer; empty when none was given
 * @param applicationUrl the JDBC address that the application uses; empty when none was given
 * @param passwords what passwords the logins should have; empty when that is not known
 * @param patience how long one rule may take
 * @param progress is told a line now and then, on the thread that audits
 */
public record AuditOptions(
    String tenantColumn,
    Optional<List<String>> logins,
    Optional<List<String>> schemas,
    Optional<Path> pooler,
    Optional<String> applicationUrl,
    Optional<Passwords> passwords,
    Duration patience,
    Consumer<String> progress) {

  /** Everything, silently, each rule for at most a minute. */
  public static final AuditOptions DEFAULT =
      new AuditOptions(
          "tenant_id",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(1),
          line -> {});

  /** Returns the same with another tenant column. */
  public AuditOptions withTenantColumn(String name) {
    return new AuditOptions(
        name, logins, schemas, pooler, applicationUrl, passwords, patience, progress);
  }

  /** Returns the same with the application's logins named. */
  public AuditOptions withLogins(List<String> names) {
    return new AuditOptions(
        tenantColumn,
        Optional.of(List.copyOf(names)),
        schemas,
        pooler,
        applicationUrl,
        passwords,
        patience,
        progress);
  }

  /** Returns the same for these schemas only. */
  public AuditOptions withSchemas(List<String> names) {
    return new AuditOptions(
        tenantColumn,
        logins,
        Optional.of(List.copyOf(names)),
        pooler,
        applicationUrl,
        passwords,
        patience,
        progress);
  }

  /** Returns the same with a pooler's configuration file. */
  public AuditOptions withPooler(Path file) {
    return new AuditOptions(
        tenantColumn,
        logins,
        schemas,
        Optional.of(file),
        applicationUrl,
        passwords,
        patience,
        progress);
  }

  /** Returns the same with the application's JDBC address. */
  public AuditOptions withApplicationUrl(String url) {
    return new AuditOptions(
        tenantColumn, logins, schemas, pooler, Optional.of(url), passwords, patience, progress);
  }

  /** Returns the same with the passwords that logins should have. */
  public AuditOptions withPasswords(Passwords known) {
    return new AuditOptions(
        tenantColumn,
        logins,
        schemas,
        pooler,
        applicationUrl,
        Optional.of(known),
        patience,
        progress);
  }

  /** Returns the same with somebody to tell how it goes on. */
  public AuditOptions withProgress(Consumer<String> listener) {
    return new AuditOptions(
        tenantColumn, logins, schemas, pooler, applicationUrl, passwords, patience, listener);
  }
}
