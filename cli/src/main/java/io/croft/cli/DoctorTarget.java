package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.doctor.AuditOptions;
import io.croft.doctor.Doctor;
import io.croft.doctor.FleetDoctor;
import io.croft.doctor.Passwords;
import io.croft.doctor.Place;
import io.croft.doctor.Report;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the doctor audits. */
final class DoctorTarget {

  @Option(names = "--server", paramLabel = "SERVER", description = "Only this server.")
  private @Nullable String server;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "Only the home of this tenant (slug or id), and its server's roles.")
  private @Nullable String tenant;

  @Option(
      names = "--url",
      paramLabel = "JDBC",
      description = {
        "One database without a catalog: jdbc:postgresql://host:port/database. It need not have the"
            + " gate.",
        "The password comes from PGPASSWORD or --password-file."
      })
  private @Nullable String url;

  @Option(
      names = "--user",
      paramLabel = "ROLE",
      defaultValue = "postgres",
      description = "With --url: log in as this administrator (default: ${DEFAULT-VALUE}).")
  private String user = "postgres";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "With --url: the file that holds the password.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--tenant-column",
      paramLabel = "COLUMN",
      defaultValue = "tenant_id",
      description = "Without the gate: the column of the tenant (default: ${DEFAULT-VALUE}).")
  private String tenantColumn = "tenant_id";

  @Option(
      names = "--login",
      paramLabel = "ROLE",
      description = {
        "A login of the application; may be repeated. Without it the gate's own, or every login that"
            + " is no superuser."
      })
  private @Nullable List<String> logins;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      description = "Only this schema; may be repeated.")
  private @Nullable List<String> schemas;

  @Option(
      names = "--pgbouncer",
      paramLabel = "FILE",
      description = "The pgbouncer.ini in front of the server, to be audited too.")
  private @Nullable Path pgbouncer;

  @Option(
      names = "--application-url",
      paramLabel = "JDBC",
      description = "The JDBC address that the application uses, to be audited too.")
  private @Nullable String applicationUrl;

  @Mixin private final CatalogOptions catalog;
  private final Map<String, String> environment;

  DoctorTarget(Map<String, String> environment) {
    this.environment = environment;
    this.catalog = new CatalogOptions(environment);
  }

  /** What is audited; closing it closes its connections. */
  interface Patient extends AutoCloseable {

    /** Audits it. */
    Report audit();

    /** Opens a connection of its administrator. */
    Connection connect(Place place) throws SQLException;

    /** Returns true when it is all that an ignore file may speak of. */
    boolean whole();

    @Override
    default void close() {}
  }

  /** Opens what the options name. */
  Patient open(Progress progress) {
    AuditOptions options = options().withProgress(progress::say);
    if (url == null) {
      ControlPlane plane = catalog.open();
      return new Fleet(
          plane, options.withPasswords(Passwords.derivedFrom(plane.secret())), server, tenant);
    }
    if (server != null || tenant != null) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "--server and --tenant are words of the catalog, --url does without one",
          "give either --url or the others");
    }
    return new Single(
        url,
        Credentials.of(user, passwordFile, environment, "croft doctor"),
        options,
        schemas == null);
  }

  private AuditOptions options() {
    AuditOptions options = AuditOptions.DEFAULT.withTenantColumn(tenantColumn);
    options = logins == null ? options : options.withLogins(logins);
    options = schemas == null ? options : options.withSchemas(schemas);
    options = pgbouncer == null ? options : options.withPooler(pgbouncer);
    return applicationUrl == null ? options : options.withApplicationUrl(applicationUrl);
  }

  private record Fleet(
      ControlPlane plane, AuditOptions options, @Nullable String server, @Nullable String tenant)
      implements Patient {

    private FleetDoctor doctor() {
      return new FleetDoctor(plane.catalog(), options);
    }

    @Override
    public Report audit() {
      if (tenant != null) {
        return doctor().audit(plane.tenant(tenant).id());
      }
      return server == null ? doctor().auditAll() : doctor().audit(server);
    }

    @Override
    public Connection connect(Place place) {
      return doctor().connect(place);
    }

    @Override
    public boolean whole() {
      return tenant == null && server == null && options.schemas().isEmpty();
    }

    @Override
    public void close() {
      plane.close();
    }
  }

  private record Single(String url, Properties credentials, AuditOptions options, boolean whole)
      implements Patient {

    @Override
    public Report audit() {
      try (Connection admin = connect(null)) {
        return Doctor.audit(admin, name(), options);
      } catch (SQLException e) {
        throw new CroftException(
            ErrorCode.SERVER_UNREACHABLE,
            "the database at " + name() + " cannot be reached: " + e.getMessage(),
            "check --url, --user and PGPASSWORD",
            e);
      }
    }

    @Override
    public Connection connect(@Nullable Place place) throws SQLException {
      return DriverManager.getConnection(url, credentials);
    }

    /** Host and port of the address: what stands between the slashes. */
    private String name() {
      return url.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("[/?].*$", "");
    }
  }
}
