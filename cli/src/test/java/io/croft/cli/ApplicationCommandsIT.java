package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.AuditEntry;
import io.croft.catalog.AuditFilter;
import io.croft.catalog.CatalogAddress;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The noun {@code croft application} on real servers. */
final class ApplicationCommandsIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CROFT_CATALOG", FLEET.address().uri(), "CROFT_MASTER_SECRET", FLEET.secretHex());

  @TempDir private Path directory = Path.of("");

  private static Console croft(String... arguments) {
    List<String> all = new ArrayList<>(List.of("application"));
    all.addAll(List.of(arguments));
    return Console.run(ENVIRONMENT, all.toArray(String[]::new));
  }

  private static Properties properties(Console login) throws IOException {
    assertThat(login.status()).as(login.err()).isZero();
    assertThat(login.err()).isEmpty();
    Properties properties = new Properties();
    properties.load(new StringReader(login.out()));
    return properties;
  }

  private static void assertOpens(String catalog) {
    PostgresCatalog.open(CatalogAddress.parse(catalog)).close();
  }

  private static void assertRefused(String catalog) {
    try {
      assertOpens(catalog);
    } catch (CroftException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      return;
    }
    throw new AssertionError("the catalog let the login in");
  }

  @ParameterizedTest
  @EnumSource
  void whatItPrintsReachesATenantInEveryIsolation(Isolation isolation) throws Exception {
    Properties printed = properties(croft("login", "prints-" + isolation.toString()));
    assertThat(printed).containsOnlyKeys("croft.catalog", "croft.secret");
    TenantId tenant = FLEET.tenant(isolation, TestFleet.EU);
    TenantId other = FLEET.tenant(isolation, TestFleet.EU);

    try (Application application = Application.of(printed)) {
      application.add(tenant, "of one");
      application.add(other, "of the other");
      assertThat(application.names(tenant)).containsExactly("of one");
    }
  }

  @Test
  void whatItPrintsMayReadTheCatalogAndNoMore() throws Exception {
    String catalog = properties(croft("login", "reads")).getProperty("croft.catalog");
    CatalogAddress address = CatalogAddress.parse(catalog);
    assertThat(address.user()).isEqualTo("reads");
    assertThat(Console.run(Map.of("CROFT_CATALOG", catalog), "tenant", "list").status())
        .isEqualTo(2);
    Console asControl =
        Console.run(
            Map.of("CROFT_CATALOG", catalog, "CROFT_MASTER_SECRET", FLEET.secretHex()),
            "tenant",
            "list",
            "--json");
    assertThat(asControl.errorCode()).isEqualTo("login-refused");
  }

  @Test
  void printsVariablesAndJson() throws IOException {
    Properties variables = properties(croft("login", "as-env", "-o", "env"));
    assertThat(variables).containsOnlyKeys("CROFT_CATALOG", "CROFT_SECRET");
    assertOpens(variables.getProperty("CROFT_CATALOG"));
    for (Console json :
        List.of(croft("login", "json-1", "--json"), croft("login", "json-2", "-o=JSON"))) {
      assertThat(json.status()).as(json.err()).isZero();
      assertOpens(json.json().at("/croft/catalog").asString());
      assertThat(json.json().at("/croft/secret").asString())
          .isEqualTo(FLEET.secret().application().hex());
    }
    assertThat(croft("login", "as-yaml", "-o", "yaml").status()).isEqualTo(2);
  }

  @Test
  void writesThemToAFileOfItsOwnerAndShowsNoSecret() throws Exception {
    Path file = directory.resolve("shop.properties");

    Console login = croft("login", "to-file", "--out", file.toString());

    assertThat(login.status()).as(login.err()).isZero();
    assertThat(login.out()).contains("to-file", "made", file.toString()).doesNotContain("croft.");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Properties written = new Properties();
    written.load(new StringReader(Files.readString(file)));
    assertOpens(written.getProperty("croft.catalog"));
    assertThat(login.out()).doesNotContain(written.getProperty("croft.secret"));
  }

  @Test
  void makesNoLoginWhoseFileCannotBeWritten() throws IOException {
    Path taken = Files.writeString(directory.resolve("taken"), "kept");
    for (Path file : new Path[] {taken, directory.resolve("nowhere/file")}) {
      String[] login = {"login", "fileless", "--json", "--out", file.toString()};
      assertThat(croft(login).errorCode()).isEqualTo("argument-invalid");
      assertThat(croft(with(login, "--dry-run")).errorCode()).isEqualTo("argument-invalid");
    }
    assertThat(taken).hasContent("kept");
    assertThat(listed()).doesNotContain("fileless");
  }

  @Test
  void leavesNoFileOfALoginThatIsRefused() {
    Path file = directory.resolve("refused");
    Console refused = croft("login", "Not a login", "--json", "--out", file.toString());
    assertThat(refused.errorCode()).isEqualTo("configuration-invalid");
    assertThat(file).doesNotExist();
  }

  @Test
  void aDryRunShowsWhatWouldBeAndChangesNothing() throws IOException {
    Path file = directory.resolve("none");
    Console tried = croft("login", "tried", "--dry-run", "--json", "--out", file.toString());
    assertThat(tried.status()).as(tried.err()).isZero();
    assertThat(tried.json().path("done").asBoolean()).isFalse();
    assertThat(tried.json().path("change").asString()).isEqualTo("make");
    assertThat(tried.out()).doesNotContain(FLEET.secret().application().hex());
    assertThat(file).doesNotExist();
    assertThat(listed()).doesNotContain("tried");

    String catalog = properties(croft("login", "tried")).getProperty("croft.catalog");
    assertThat(croft("login", "tried", "--dry-run", "--json").errorCode())
        .isEqualTo("login-exists");
    assertThat(croft("login", "tried", "--renew", "--dry-run").out()).contains("would be renewed");
    assertThat(croft("revoke", "tried", "--dry-run").out()).contains("would be revoked");
    assertOpens(catalog);
  }

  @Test
  void renewsRevokesAndListsLogins() throws IOException {
    String first = properties(croft("login", "renewed")).getProperty("croft.catalog");
    Console again = croft("login", "renewed", "--json");
    assertThat(again.status()).isEqualTo(6);
    assertThat(again.errorCode()).isEqualTo("login-exists");

    String second = properties(croft("login", "renewed", "--renew")).getProperty("croft.catalog");
    assertRefused(first);
    assertOpens(second);
    assertThat(listed()).contains("renewed");
    assertThat(croft("list").out()).containsPattern("renewed +20[0-9T:Z-]+ +cli:.* usable");

    Console revoked = croft("revoke", "renewed", "--json");
    assertThat(revoked.status()).as(revoked.err()).isZero();
    assertThat(revoked.json().path("done").asBoolean()).isTrue();
    assertRefused(second);
    assertThat(listed()).doesNotContain("renewed");
    assertThat(croft("revoke", "renewed", "--json").errorCode()).isEqualTo("login-unknown");
    assertThat(croft("login", "renewed", "--renew").status()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "croft_reader", "pg_shop", "public", "a b", "dükkân"})
  void refusesANameThatNoLoginCanHave(String name) {
    Console refused = croft("login", name, "--json");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errorCode()).isEqualTo("configuration-invalid");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void tellsAnOperatorWhoMayMakeNoLogins() throws SQLException {
    try (Connection admin = FLEET.server("catalog").connect("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE operator LOGIN PASSWORD 'pw' IN ROLE croft_control");
    }
    String operator = new CatalogAddress(FLEET.address().jdbcUrl(), "operator", "pw").uri();
    for (String[] command :
        new String[][] {{"login", "theirs"}, {"login", "theirs", "--dry-run"}}) {
      Console refused = croft(with(command, "--catalog", operator, "--json"));
      assertThat(refused.status()).isEqualTo(4);
      assertThat(refused.errorCode()).isEqualTo("login-refused");
      assertThat(refused.err()).contains("operator").contains("right to create roles");
    }
    assertThat(croft("list", "--catalog", operator).status()).isZero();
  }

  @Test
  void theAuditTellsWhoDidItAndNoSecret() throws IOException {
    String first = properties(croft("login", "audited")).getProperty("croft.catalog");
    String second = properties(croft("login", "audited", "--renew")).getProperty("croft.catalog");
    croft("revoke", "audited");

    List<AuditEntry> audit = FLEET.catalog().audit(AuditFilter.of("reader", "audited"));

    assertThat(audit)
        .extracting(AuditEntry::action)
        .containsExactly("reader.add", "reader.renew", "reader.revoke");
    assertThat(audit).extracting(AuditEntry::actor).containsOnly(ControlPlane.actor());
    assertThat(audit.toString())
        .doesNotContain(
            CatalogAddress.parse(first).password(),
            CatalogAddress.parse(second).password(),
            FLEET.secret().application().hex());
  }

  private static List<String> listed() {
    return croft("list", "--json").json().findValuesAsString("login");
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
