package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.croft.catalog.Catalog;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.jdbc.CroftDataSource;
import io.croft.spring.notes.NotesApplication;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;

/** An application that would not keep tenants apart does not start, and says why. */
final class StartFailuresIT {

  private static final String HEADER = "croft.web.header=X-Tenant";

  /** A database that belongs to no tenant. */
  static class Second {

    @Bean
    DataSource reports() {
      return new PGSimpleDataSource();
    }
  }

  /** The same, kept out of what is asked for by type alone. */
  static class Aside {

    @Bean(defaultCandidate = false)
    DataSource reports() {
      return new PGSimpleDataSource();
    }
  }

  private static FailureAnalysis failure(ErrorCode code, List<Class<?>> more, String... settings) {
    List<Class<?>> sources = new ArrayList<>(more);
    sources.add(OpenDoors.class);
    sources.add(NotesApplication.class);
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
            .properties(settings);
    Throwable thrown = catchThrowable(() -> application.run().close());
    assertThat(thrown).isNotNull();
    FailureAnalysis analysis =
        Objects.requireNonNull(new CroftFailureAnalyzer().analyze(thrown), thrown::toString);
    assertThat(analysis.getCause())
        .isInstanceOfSatisfying(
            CroftException.class, cause -> assertThat(cause.code()).isEqualTo(code));
    return analysis;
  }

  private static String[] with(String... settings) {
    List<String> all = new ArrayList<>(NotesService.access());
    all.addAll(Arrays.asList(settings));
    return all.toArray(String[]::new);
  }

  private static void assertUnusable(String text, List<Class<?>> more, String... settings) {
    FailureAnalysis analysis = failure(ErrorCode.CONFIGURATION_INVALID, more, settings);
    assertThat(analysis.getDescription()).contains(text);
    assertThat(analysis.getAction()).isNotBlank();
  }

  @Test
  void whereTheCatalogIsMustBeSaid() {
    assertUnusable("croft.catalog is not set", List.of(), HEADER);
  }

  @Test
  void aCatalogThatIsNotThereIsTold() {
    FailureAnalysis analysis =
        failure(
            ErrorCode.CATALOG_UNREACHABLE,
            List.of(),
            "croft.catalog=postgresql://nobody:secret@127.0.0.1:1/catalog",
            NotesService.access().get(1),
            HEADER);
    assertThat(analysis.getDescription()).doesNotContain("secret");
  }

  @Test
  void theSecretMustBeSaidOnceAndBeOne() {
    String catalog = NotesService.access().get(0);
    assertUnusable("croft.secret is not set", List.of(), catalog, HEADER);
    assertUnusable("an application secret", List.of(), catalog, "croft.secret=1234", HEADER);
    assertUnusable(
        "both croft.secret and croft.secret-file", List.of(), with("croft.secret-file=x", HEADER));
  }

  @Test
  void aWrongSecretIsFoundAtTheStart() {
    FailureAnalysis analysis =
        failure(
            ErrorCode.LOGIN_REFUSED,
            List.of(),
            NotesService.access().get(0),
            "croft.secret=" + "00".repeat(32),
            HEADER);
    assertThat(analysis.getDescription()).contains("eu-1");
  }

  @Test
  void anotherDataSourceMustStandAside() {
    assertUnusable("2 data sources", List.of(Second.class), with(HEADER));
    NotesService.start(List.of(OpenDoors.class, Aside.class), HEADER).close();
  }

  @Test
  void anAddressThatNothingUsesIsRefused() {
    assertUnusable(
        "spring.datasource.url",
        List.of(),
        with("spring.datasource.url=jdbc:postgresql:x", HEADER));
  }

  @Test
  void somethingMustSayWhichTenantARequestIsFor() {
    assertUnusable("which tenant a request is for", List.of(), with());
    assertUnusable("nothing knows the keys", List.of(), with("croft.web.api-key-header=X-Key"));
  }

  @Test
  void tablesThatTheFrameworkWouldChangeAreLeftToMigrations() {
    assertUnusable(
        "would change tables", List.of(), with("spring.jpa.hibernate.ddl-auto=update", HEADER));
  }

  @Test
  void aLoginThatBypassesRowSecurityIsRefused() throws SQLException {
    asSuperuser("ALTER ROLE croft_app BYPASSRLS");
    try {
      assertThat(failure(ErrorCode.ROLE_TOO_POWERFUL, List.of(), with(HEADER)).getAction())
          .contains("croft doctor");
    } finally {
      asSuperuser("ALTER ROLE croft_app NOBYPASSRLS");
    }
  }

  @Test
  void aTableWithoutAGuardIsRefused() throws SQLException {
    asSuperuser(
        "SET session_replication_role = replica;"
            + "CREATE TABLE app.naked (id bigint, tenant_id uuid);"
            + "GRANT SELECT ON app.naked TO croft_pool");
    try {
      assertThat(failure(ErrorCode.TABLE_UNPROTECTED, List.of(), with(HEADER)).getDescription())
          .contains("naked");
    } finally {
      asSuperuser("DROP TABLE app.naked");
    }
  }

  /** Needs no table at the start. */
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration",
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
        "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
      })
  static class Bare {}

  @Test
  void aTableWithoutAGuardIsRefusedWhereBeansAreMadeLate() throws SQLException {
    asSuperuser(
        "SET session_replication_role = replica;"
            + "CREATE TABLE app.bare (id bigint, tenant_id uuid);"
            + "GRANT SELECT ON app.bare TO croft_pool");
    try {
      SpringApplicationBuilder application =
          new SpringApplicationBuilder(OpenDoors.class, Bare.class)
              .properties("server.port=0", "server.address=127.0.0.1")
              .properties(with(HEADER, "spring.main.lazy-initialization=true"));
      assertThat(catchThrowable(() -> application.run().close())).hasStackTraceContaining("bare");
    } finally {
      asSuperuser("DROP TABLE app.bare");
    }
  }

  /** One that the application has made of what it keeps elsewhere. */
  static class Own {

    @Bean
    CroftDataSource own(Catalog catalog) {
      return CroftDataSource.builder(catalog, NotesService.fleet().secret().application()).build();
    }
  }

  @Test
  void aDataSourceOfItsOwnNeedsNoSecretOfTheConfiguration() {
    String catalog = NotesService.access().get(0);
    new SpringApplicationBuilder(Own.class, OpenDoors.class, NotesApplication.class)
        .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
        .properties(catalog, HEADER)
        .run()
        .close();
  }

  @Test
  void startsBehindAPooler() {
    NotesService.start(
            HEADER, "croft.data-source.pooler=transaction", "spring.jpa.hibernate.ddl-auto=none")
        .close();
  }

  private static void asSuperuser(String sql) throws SQLException {
    for (String server : List.of(TestFleet.EU, TestFleet.US)) {
      try (Connection superuser =
              NotesService.fleet().server(server).connect(Placement.SHARED_DATABASE);
          Statement statement = superuser.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
